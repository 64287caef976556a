package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.FreshOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns back to back, as request-reply programs put them together. */
class RequestReplyChainTest {
  private static Side req() {
    return Side.of(host -> new Req(host, FreshOptions.req()));
  }

  private static Side correlatedReq() {
    return Side.of(host -> new Req(host, FreshOptions.req().correlated(true)));
  }

  private static Side rep() {
    return Side.of(Rep::new);
  }

  private static Side router() {
    return Side.of(host -> new Router(host, FreshOptions.router()));
  }

  private static Side dealer() {
    return Side.of(host -> new Dealer(host, false));
  }

  private static List<String> forward(Side from, Side to) {
    List<String> message = from.receive();
    assertTrue(to.send(message.toArray(String[]::new)));
    return message;
  }

  @Test
  void shouldAnswerWhenReqTalksToRep() {
    Side req = req();
    Side rep = rep();
    Side.join(req, "", rep, "");
    for (int i = 0; i < 100; i++) {
      assertTrue(req.send("Hello " + i));
      assertEquals(List.of("Hello " + i), rep.receive());
      assertTrue(rep.send("World " + i));
      assertEquals(List.of("World " + i), req.receive());
    }
  }

  @Test
  void shouldShowTheThreeFramesWhenAProxyStandsBetween() {
    Side req = req();
    Side frontend = router();
    Side backend = dealer();
    Side rep = rep();
    Side.join(req, "ABC", frontend, "");
    Side.join(rep, "", backend, "");
    req.send("Hello");
    assertEquals(List.of("ABC", "", "Hello"), forward(frontend, backend));
    assertEquals(List.of("Hello"), rep.receive());
    rep.send("World");
    assertEquals(List.of("ABC", "", "World"), forward(backend, frontend));
    assertEquals(List.of("World"), req.receive());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void shouldBringTheReplyBackWhenThereAreSeveralHops(int hops) {
    Side req = correlatedReq();
    List<Side> frontends = new ArrayList<>();
    List<Side> backends = new ArrayList<>();
    Side before = req;
    for (int i = 0; i < hops; i++) {
      frontends.add(router());
      backends.add(dealer());
      Side.join(before, i % 2 == 0 ? "" : "hop" + i, frontends.get(i), "");
      before = backends.get(i);
    }
    Side rep = rep();
    Side.join(before, "", rep, "");
    for (int round = 0; round < 3; round++) {
      req.send("Hello", "twice");
      for (int i = 0; i < hops; i++) {
        assertEquals(5 + i, forward(frontends.get(i), backends.get(i)).size());
      }
      assertEquals(List.of("Hello", "twice"), rep.receive());
      rep.send("World");
      for (int i = hops - 1; i >= 0; i--) {
        forward(backends.get(i), frontends.get(i));
      }
      assertEquals(List.of("World"), req.receive());
    }
  }

  @Test
  void shouldNeedTheDelimiterWhenADealerTalksToRep() {
    Side dealer = dealer();
    Side rep = rep();
    Side.join(dealer, "", rep, "");
    dealer.send("no delimiter");
    assertEquals(List.of(), rep.receive());
    dealer.send("", "one");
    dealer.send("", "two");
    assertEquals(List.of("one"), rep.receive());
    rep.send("first");
    assertEquals(List.of("two"), rep.receive());
    rep.send("second");
    assertEquals(List.of("", "first"), dealer.receive());
    assertEquals(List.of("", "second"), dealer.receive());
  }

  @Test
  void shouldShowBothIdentitiesWhenOnePeerHasOneAndTheOtherNot() {
    Side router = router();
    Side anonymous = req();
    Side identified = req();
    Side.join(anonymous, "", router, "");
    anonymous.send("ROUTER uses a generated 5 byte identity");
    List<String> first = router.receive();
    assertEquals(5, first.get(0).length());
    assertEquals(0, first.get(0).charAt(0));
    assertEquals(List.of("", "ROUTER uses a generated 5 byte identity"), first.subList(1, 3));
    Side.join(identified, "PEER2", router, "");
    identified.send("ROUTER uses REQ's socket identity");
    assertEquals(List.of("PEER2", "", "ROUTER uses REQ's socket identity"), router.receive());
  }

  @Test
  void shouldTalkBothWaysWhenRoutersKnowEachOther() {
    Side a = router();
    Side b = router();
    Side.join(a, "A", b, "B");
    assertTrue(a.send("B", "to b"));
    assertEquals(List.of("A", "to b"), b.receive());
    assertTrue(b.send("A", "to a"));
    assertEquals(List.of("B", "to a"), a.receive());
  }

  @Test
  void shouldGiveWorkToTheLeastRecentlyUsedWhenWorkersSayTheyAreReady() {
    Side broker = router();
    List<Side> workers = List.of(req(), req(), req());
    for (int i = 0; i < 3; i++) {
      Side.join(workers.get(i), "W" + i, broker, "");
    }
    for (int worker : new int[] {1, 0, 2}) {
      workers.get(worker).send("READY");
      assertEquals(List.of("W" + worker, "", "READY"), broker.receive());
      broker.send("W" + worker, "", "client", "", "work for " + worker);
      assertEquals(List.of("client", "", "work for " + worker), workers.get(worker).receive());
      workers.get(worker).send("client", "", "done by " + worker);
      assertEquals(List.of("W" + worker, "", "client", "", "done by " + worker), broker.receive());
    }
  }

  @Test
  void shouldGoRoundWhenADealerSendsFourRequestsToThreeServices() {
    Side dealer = dealer();
    List<Side> services = List.of(rep(), rep(), rep());
    for (Side service : services) {
      Side.join(dealer, "", service, "");
    }
    for (int i = 1; i <= 4; i++) {
      dealer.send("", "R" + i);
    }
    assertEquals(List.of("R1"), services.get(0).receive());
    services.get(0).send("done");
    assertEquals(List.of("R4"), services.get(0).receive());
    assertEquals(List.of("R2"), services.get(1).receive());
    assertEquals(List.of("R3"), services.get(2).receive());
  }
}
