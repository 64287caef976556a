package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.Heartbeat;
import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.pipe.Encoder;
import io.cero.pipe.Ingress;
import io.cero.pipe.Intake;
import io.cero.pipe.Log;
import io.cero.pipe.Outlet;
import io.cero.pipe.SlotOutlet;
import io.cero.pipe.Transcriber;
import io.cero.wire.RemotePeer;
import io.cero.wire.ZmtpVersion;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a session does with a channel whose handshake is done: makes it its connection.
 *
 * <p>Owned by the driver.
 */
final class Establishing {
  private final Session session;
  private final Profile profile;
  private final Peer peer;
  private boolean introduced;

  Establishing(Session session) {
    this.session = session;
    this.profile = session.profile;
    this.peer = session.peer;
  }

  /** True once there was a connection. */
  boolean isIntroduced() {
    return introduced;
  }

  /**
   * Takes over a channel whose handshake is done. Called by the driver.
   *
   * @param early what was read beyond the handshake
   * @throws IOException if there is no connection after all, as with what else is thrown: the
   *     channel is the caller's to close
   */
  void establish(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    ZmtpVersion version = remote == null ? ZmtpVersion.V3_1 : remote.version();
    Connection next = new Connection(session, channel, address, version);
    try {
      begin(next, remote, early);
    } catch (IOException | RuntimeException | Error fault) {
      if (session.connection != next) {
        session.notConnected();
        throw fault;
      }
      session.fail(next, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
  }

  private void begin(Connection next, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    String address = next.address;
    ZmtpVersion version = next.version;
    PeerMetadata metadata =
        remote == null ? Profile.rawMetadata(address) : profile.metadata(remote, address);
    peer.introduce(remote == null ? new byte[0] : remote.identity(), metadata);
    peer.account.connected(
        remote == null ? "" : version.toString(),
        remote == null ? "" : profile.options.security().mechanism());
    next.ingress = ingressFor(next);
    encodeFor(version);
    Heartbeat heartbeat = profile.raw ? Heartbeat.none() : profile.options.heartbeat();
    next.heartbeats = new Heartbeats(next, session.reactor, heartbeat);
    next.publishedAtStart = peer.out.consumed();
    if (profile.isPublisher() && version == ZmtpVersion.V1_0) {
      peer.subscribeToAll();
    }
    if (profile.hello != null) {
      next.enqueue(encoderFor(version).encode(profile.hello));
    }
    next.key = session.reactor.register(next.channel, SelectionKey.OP_READ, next);
    boolean joins = !introduced && (!peer.connecting || profile.options.immediate());
    introduced = true;
    session.connected();
    while (!session.reading.right.tryAcquire()) {
      Thread.onSpinWait(); // without a connection nobody has it for long
    }
    boolean posted = false;
    try {
      // Before the peer is posted: what is attached is told the subscriptions.
      session.connection = next;
      VarHandle.fullFence(); // partner: Sending.published, Subscribing.change
      if (!joins) {
        peer.post(Peer.CONNECTED);
      } else if (!peer.arrive(Peer.ATTACHED | Peer.CONNECTED)) {
        peer.abandon(); // in place of the socket, which was closed meanwhile
        session.close();
      }
      posted = true;
      // After it: who subscribes finds the peer, or its change is part of the announcement.
      session.subscribing.announce(next, !joins);
      if (profile.events.areHeard()) {
        tellHandshake(remote, metadata); // not before: who is told may send at once
      }
      session.reading.acceptEarly(next, early);
    } finally {
      if (!posted) {
        session.connection = null;
      }
      Session.letGo(session.reading.right);
    }
    next.heartbeats.start();
    session.flush();
    session.read(false);
  }

  private void tellHandshake(@Nullable RemotePeer remote, PeerMetadata metadata) {
    profile.events.emit(
        n ->
            new SocketEvent.HandshakeSucceeded(
                n,
                peer.endpoint,
                metadata,
                remote == null ? "" : remote.version().toString(),
                remote == null ? "" : profile.options.security().mechanism()));
  }

  private Ingress ingressFor(Connection next) {
    long maximum = profile.options.maximumMessageSize();
    if (profile.raw) {
      return new Transcriber(peer.in, Transcriber.Format.RAW, maximum, next);
    }
    Transcriber.Format format =
        switch (next.version) {
          case V1_0 -> Transcriber.Format.ZMTP_1;
          case V2_0 -> Transcriber.Format.ZMTP_2;
          default -> Transcriber.Format.ZMTP_3;
        };
    if (peer.in instanceof Log log
        && !profile.isPublisher()
        && format == Transcriber.Format.ZMTP_3) {
      return new Intake(log, maximum, next, profile.destination);
    }
    return new Transcriber(peer.in, format, maximum, next);
  }

  private Encoder encoderFor(ZmtpVersion version) {
    return profile.raw ? Encoder.RAW : version == ZmtpVersion.V1_0 ? Encoder.LEGACY : Encoder.ZMTP;
  }

  private void encodeFor(ZmtpVersion version) {
    Encoder encoder = encoderFor(version);
    if (session.egress instanceof Outlet outlet) {
      outlet.encodeWith(encoder == Encoder.ZMTP ? null : encoder);
    } else if (session.egress instanceof SlotOutlet outlet) {
      outlet.encodeWith(encoder);
    }
  }
}
