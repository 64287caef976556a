package io.cero.examples.async;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.RouterSocket;
import io.cero.examples.Arguments;
import io.cero.examples.play.Play;
import io.cero.testkit.Peers;
import io.cero.testkit.RunningProgram;
import io.cero.toolkit.Actor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AsyncServerTest {
  private static Arguments quick(String time) {
    return AsyncServer.DEMO
        .arguments()
        .with("--clients", "4")
        .with("--pace", "5")
        .with("--work", "2")
        .with("--time", time);
  }

  @Test
  void shouldPrintRepliesOfEveryClient() {
    try (RunningProgram server = Play.start(AsyncServer.DEMO, quick("60000"))) {
      server.awaitOutput(text -> names(text).size() == 4);
      server
          .output()
          .lines()
          .filter(line -> line.contains("request #"))
          .forEach(
              line ->
                  assertTrue(
                      line.matches("[0-9A-F]{4}-[0-9A-F]{4} \\[\\d{3}\\] request #\\d*"), line));
    }
  }

  private static Set<String> names(String text) {
    return text.lines()
        .filter(line -> line.contains("request #"))
        .map(line -> line.substring(0, 9))
        .collect(Collectors.toSet());
  }

  @Test
  void shouldEndWhenItsTimeIsOver() {
    try (RunningProgram server = Play.start(AsyncServer.DEMO, quick("1"))) {
      server.lines();
    }
  }

  @Test
  void shouldEndWhenItsThreadIsInterrupted() {
    Play.start(AsyncServer.DEMO).close();
  }

  /** A reply comes for four of five requests, so that eight of forty are sure to have one. */
  @Test
  void shouldHaveManyRequestsUnderWayOfEachClient() {
    try (Context context = Context.create()) {
      RouterSocket frontend = context.router();
      String endpoint = frontend.bind("tcp://127.0.0.1:*");
      Actor.start(
          context,
          parent -> {
            parent.ready();
            AsyncServer.serve(context, frontend, 1, 1);
          });
      List<DealerSocket> clients = List.of(context.dealer(), context.dealer(), context.dealer());
      for (int i = 0; i < 3; i++) {
        clients.get(i).connect(endpoint);
        for (int request = 0; request < 40; request++) {
          clients.get(i).send("client " + i + " request " + request);
        }
      }
      for (int i = 0; i < 3; i++) {
        Set<String> answered = new HashSet<>();
        while (answered.size() < 8) {
          String reply = clients.get(i).receive(Peers.DEADLINE).orElseThrow().text();
          assertTrue(reply.matches("client " + i + " request \\d+"), reply);
          answered.add(reply);
        }
      }
    }
  }
}
