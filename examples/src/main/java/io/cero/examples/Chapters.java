package io.cero.examples;

import io.cero.examples.async.AsyncServer;
import io.cero.examples.balancing.EnvelopeBroker;
import io.cero.examples.balancing.EventLoopBroker;
import io.cero.examples.balancing.LoadBalancingBroker;
import io.cero.examples.balancing.PolicyBroker;
import io.cero.examples.butterfly.Book;
import io.cero.examples.butterfly.Butterfly;
import io.cero.examples.butterfly.Checker;
import io.cero.examples.butterfly.Judge;
import io.cero.examples.butterfly.Pricer;
import io.cero.examples.butterfly.Report;
import io.cero.examples.hello.HelloClient;
import io.cero.examples.hello.HelloServer;
import io.cero.examples.hello.MinimalClient;
import io.cero.examples.hello.MinimalPublisher;
import io.cero.examples.hello.MinimalService;
import io.cero.examples.hello.MinimalSubscriber;
import io.cero.examples.peering.Peering;
import io.cero.examples.peering.PeeringState;
import io.cero.examples.peering.PeeringTasks;
import io.cero.examples.pipeline.KillableWorker;
import io.cero.examples.pipeline.KillingSink;
import io.cero.examples.pipeline.Sink;
import io.cero.examples.pipeline.Ventilator;
import io.cero.examples.pipeline.Worker;
import io.cero.examples.polling.MultiplePoller;
import io.cero.examples.polling.MultipleReader;
import io.cero.examples.pubsub.HistoryPublisher;
import io.cero.examples.pubsub.HistorySubscriber;
import io.cero.examples.pubsub.SynchronizedPublisher;
import io.cero.examples.pubsub.SynchronizedSubscriber;
import io.cero.examples.routing.Combinations;
import io.cero.examples.routing.EnvelopeHops;
import io.cero.examples.routing.Identity;
import io.cero.examples.routing.RouterToDealer;
import io.cero.examples.routing.RouterToReq;
import io.cero.examples.service.Interrupt;
import io.cero.examples.service.MessageQueue;
import io.cero.examples.service.MultithreadedServer;
import io.cero.examples.service.RequestBroker;
import io.cero.examples.service.RequestClient;
import io.cero.examples.service.RequestWorker;
import io.cero.examples.weather.WeatherClient;
import io.cero.examples.weather.WeatherProxy;
import io.cero.examples.weather.WeatherServer;
import java.util.List;

/** The demos of each chapter of the guide: who writes one enters it here. */
final class Chapters {
  /** The basics, and the intermediate stuff. */
  static final List<Demo> INTERMEDIATE =
      List.of(
          HelloServer.DEMO,
          HelloClient.DEMO,
          MinimalService.DEMO,
          MinimalClient.DEMO,
          MinimalPublisher.DEMO,
          MinimalSubscriber.DEMO,
          WeatherServer.DEMO,
          WeatherClient.DEMO,
          WeatherProxy.DEMO,
          Ventilator.DEMO,
          Worker.DEMO,
          Sink.DEMO,
          KillableWorker.DEMO,
          KillingSink.DEMO,
          Butterfly.DEMO,
          Book.DEMO,
          Pricer.DEMO,
          Judge.DEMO,
          Checker.DEMO,
          Report.DEMO,
          MultipleReader.DEMO,
          MultiplePoller.DEMO,
          RequestBroker.DEMO,
          MessageQueue.DEMO,
          RequestClient.DEMO,
          RequestWorker.DEMO,
          MultithreadedServer.DEMO,
          SynchronizedPublisher.DEMO,
          SynchronizedSubscriber.DEMO,
          HistoryPublisher.DEMO,
          HistorySubscriber.DEMO,
          Interrupt.DEMO);

  /** The advanced request-reply patterns. */
  static final List<Demo> REQUEST_REPLY =
      List.of(
          Identity.DEMO,
          Combinations.DEMO,
          EnvelopeHops.DEMO,
          RouterToReq.DEMO,
          RouterToDealer.DEMO,
          LoadBalancingBroker.DEMO,
          EnvelopeBroker.DEMO,
          EventLoopBroker.DEMO,
          PolicyBroker.DEMO,
          AsyncServer.DEMO,
          PeeringState.DEMO,
          PeeringTasks.DEMO,
          Peering.DEMO);

  private Chapters() {}
}
