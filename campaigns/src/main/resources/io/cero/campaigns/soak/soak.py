"""A process of a soak with sockets of libzmq: it is told by lines on standard input what to do, and
says by lines on standard output what happens, in the words of SoakEnd and SoakStation. One thread
has all the sockets."""
import os
import queue
import random
import struct
import sys
import threading
import time
import zlib

import zmq

HEADER = struct.Struct(">HBBIQQI")
ORIGINAL, REPLY, STRAY = 0, 1, 0x8000
LARGEST = 300000
REPLY_SECONDS = 3.0
IN_A_ROW = 200
KEPT = 8192
STORE = random.Random(1).randbytes(2 * LARGEST)
SENDERS = {"PUSH", "PUB", "XPUB", "DEALER", "PAIR", "REQ"}
DEAF = {"PUSH", "PUB"}

context = zmq.Context()
context.set(zmq.MAX_SOCKETS, 4096)
commands = queue.SimpleQueue()
out_lock = threading.Lock()


def say(line):
    with out_lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def payload():
    frames = []
    for _ in range(random.randrange(4) if random.randrange(8) == 0 else 1):
        die = random.randrange(1000)
        most = LARGEST if die < 4 else 20000 if die < 40 else 2000 if die < 250 else 100
        size = random.randrange(most)
        start = random.randrange(len(STORE) - size)
        frames.append(STORE[start : start + size])
    return frames


def checksum(head, frames):
    total = zlib.crc32(head)
    for frame in frames:
        total = zlib.crc32(frame, zlib.crc32(struct.pack(">I", len(frame)), total))
    return total


def compose(link, kind, incarnation, number, frames):
    head = HEADER.pack(link, kind, len(frames), incarnation, number, int(time.time() * 1000), 0)[:24]
    return [head + struct.pack(">I", checksum(head, frames))] + frames


class Sequence:
    """The numbers that came of one incarnation of a sender."""

    def __init__(self, first):
        self.next = first
        self.come = set()

    def take(self, number):
        if number >= self.next:
            verdict = "next" if number == self.next else "gap"
            self.next = number + 1
        elif self.next - number > KEPT or number in self.come:
            return "twice"
        else:
            verdict = "disorder"
        self.come.add(number)
        if len(self.come) > 2 * KEPT:
            self.come = {n for n in self.come if n >= self.next - KEPT}
        return verdict


class End:
    def __init__(self, words):
        self.name, self.type, how, self.endpoint = words[1:5]
        self.binds = how == "bind"
        self.link, self.rate = int(words[5]), int(words[6])
        self.relaxed = words[7] == "relaxed"
        self.identity = b"" if words[8] == "-" else words[8].encode()
        self.incarnation = self.born = int(words[9])
        self.number = 0
        self.sent = self.received = self.newest = self.timeouts = self.lost = self.refused = 0
        self.senders = {}
        self.make()
        self.attach("open")  # of a new process: nothing has to be let go

    # ---- the socket's life

    def make(self):
        socket = self.socket = context.socket(getattr(zmq, self.type))
        socket.linger = 100
        socket.reconnect_ivl = 50
        socket.reconnect_ivl_max = 500
        socket.handshake_ivl = 3000
        if self.link % 2:
            socket.heartbeat_ivl = 1000
            socket.heartbeat_timeout = 5000
        if self.type == "REQ" and self.relaxed:
            socket.setsockopt(zmq.REQ_RELAXED, 1)
            socket.setsockopt(zmq.REQ_CORRELATE, 1)
        if self.type == "ROUTER":
            socket.setsockopt(zmq.ROUTER_HANDOVER, 1)
        if self.identity:
            socket.setsockopt(zmq.IDENTITY, self.identity)
        topic = struct.pack(">H", self.link)
        if self.type == "SUB":
            socket.subscribe(topic)
        elif self.type == "XSUB":
            socket.send(b"\x01" + topic)
        if self.type not in DEAF:
            poller.register(socket, zmq.POLLIN)
        sockets[socket] = self
        self.awaiting = False
        self.deadline = 0.0
        self.due = time.monotonic()

    def attach(self, verb, tries=0):
        """Its I/O thread may still be giving the port up: then it is tried again soon."""
        try:
            if self.binds:
                self.socket.bind(self.endpoint)
            else:
                self.socket.connect(self.endpoint)
            say("done %s %s" % (self.name, verb))
        except zmq.ZMQError as e:
            if tries == 100:
                say("odd %s %s: %s" % (self.name, verb, e))
                say("done %s %s" % (self.name, verb))
            else:
                later.append((time.monotonic() + 0.05, self, verb, tries + 1, self.socket))

    def attach_soon(self, verb):
        """What was closed or taken back goes on ending in the I/O thread: a PAIR refuses its next
        peer meanwhile, and an ipc file is deleted at its end."""
        later.append((time.monotonic() + 0.2, self, verb, 0, self.socket))

    def detach(self):
        if self.type not in DEAF:
            poller.unregister(self.socket)
        del sockets[self.socket]
        self.socket.close()

    def obey(self, words):
        verb = words[0]
        if verb == "remake":
            self.detach()
            self.incarnation, self.number = int(words[2]), 0
            self.make()
            self.attach_soon(verb)
        elif verb == "again":
            self.detach()
            self.make()
            self.attach_soon(verb)
        elif verb == "rebind":
            self.socket.unbind(self.endpoint)
            self.attach_soon(verb)
        elif verb == "reconnect":
            self.socket.disconnect(self.endpoint)
            self.attach_soon(verb)
        elif verb == "dump":
            say("dump %s events %d" % (self.name, self.socket.getsockopt(zmq.EVENTS)))
            say("done %s dump" % self.name)

    def odd(self, what):
        say("odd %s %s" % (self.name, str(what).replace("\n", " ")))
        self.obey(["again"])

    def report(self):
        return "%s:%d:%d:%d:%d:%d:%d" % (
            self.name, self.sent, self.received, self.newest, self.timeouts, self.lost, self.refused)

    # ---- what it does all the time

    def post(self, frames):
        try:
            self.socket.send_multipart(frames, zmq.NOBLOCK)
            return True
        except zmq.Again:
            return False

    def tick(self, now):
        if self.awaiting and now >= self.deadline:
            self.timeouts += 1
            self.awaiting = False
            if not self.relaxed:
                self.obey(["again"])
        if self.type not in SENDERS or self.awaiting or now < self.due:
            return
        burst = 1 if self.type == "REQ" else 1 + random.randrange(max(1, self.rate // 4))
        for _ in range(burst):
            if self.type in ("PUB", "XPUB") and random.randrange(8) == 0:
                self.post(compose(self.link | STRAY, 0, 0, 0, []))
            if not self.post(compose(self.link, ORIGINAL, self.incarnation, self.number, payload())):
                self.refused += 1
                break
            self.number += 1
            self.sent += 1
            self.awaiting = self.type == "REQ"
            self.deadline = now + REPLY_SECONDS
        self.due = now + burst / self.rate

    def receive(self):
        for _ in range(IN_A_ROW):
            try:
                frames = self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            if self.type != "XPUB":
                self.take(frames)
            if self.type == "REQ":
                return

    def take(self, frames):
        routed = self.type == "ROUTER"
        body = frames[1:] if routed else frames
        if not body or len(body[0]) != HEADER.size:
            say("bad %s damaged: a header of %d bytes" % (self.name, len(body[0]) if body else -1))
            return
        link, kind, count, incarnation, number, millis, check = HEADER.unpack(body[0])
        what = "link %d kind %d incarnation %d number %d" % (link, kind, incarnation, number)
        if count != len(body) - 1 or check != checksum(body[0][:24], body[1:]):
            say("bad %s damaged: %s, %d frames" % (self.name, what, len(body)))
            return
        asks = self.type in ("REQ", "DEALER")
        if link != self.link or kind != (REPLY if asks else ORIGINAL):
            say("bad %s not for this end: %s" % (self.name, what))
            return
        self.received += 1
        self.newest = max(self.newest, millis)
        if self.type == "REQ":
            if not self.awaiting or number != self.number - 1 or incarnation != self.incarnation:
                say("bad %s a wrong reply: %s, not %d" % (self.name, what, self.number - 1))
            self.awaiting = False
            return
        # Who connects keeps what was not written for who listens there next; a name is kept too.
        if asks and incarnation != self.incarnation and not (self.binds or self.identity):
            say("bad %s a reply to another: %s" % (self.name, what))
        sequence = self.senders.get(incarnation)
        if sequence is None:
            # Of a sender that is older than this process, the first came to its last life.
            sequence = Sequence(number if incarnation < self.born else 0)
            self.senders[incarnation] = sequence
            while len(self.senders) > 8:
                del self.senders[next(iter(self.senders))]
        before = sequence.next
        verdict = sequence.take(number)
        if verdict == "gap":
            self.lost += number - before
            say("gap %s %d before %s" % (self.name, number - before, what))
        elif verdict == "disorder":
            self.lost -= 1
            say("disorder %s %s after %d" % (self.name, what, before - 1))
        elif verdict == "twice":
            say("bad %s twice: %s; the last was %d" % (self.name, what, before - 1))
        if routed or self.type == "REP":
            reply = compose(link, REPLY, incarnation, number, body[1:])
            if self.post(frames[:1] + reply if routed else reply):
                self.sent += 1
            else:
                self.refused += 1


def read_commands():
    for line in sys.stdin:
        commands.put(line.split())
    os._exit(0)


poller = zmq.Poller()
sockets = {}
ends = {}
later = []


def main():
    threading.Thread(target=read_commands, daemon=True).start()
    say("ready")
    reported, last = 0.0, ""
    while True:
        while not commands.empty():
            words = commands.get()
            if words[0] == "open":
                ends[words[1]] = End(words)
            elif words[0] == "end":
                for end in ends.values():
                    end.detach()
                    say("done %s end" % end.name)
                say("ended")
                os._exit(0)
            elif words[0] not in ("footprint", "threads"):
                guarded(ends[words[1]], ends[words[1]].obey, words)
        now = time.monotonic()
        for entry in list(later):
            if entry[0] <= now:
                later.remove(entry)
                if entry[1].socket is entry[4]:
                    entry[1].attach(entry[2], entry[3])
        for end in ends.values():
            guarded(end, end.tick, now)
        if now - reported >= 0.25:
            reported = now
            line = " ".join(end.report() for end in ends.values())
            if line != last:
                say("ends " + line)
                last = line
        for socket, _ in poller.poll(10):
            end = sockets.get(socket)
            if end is not None and (end.type != "REQ" or end.awaiting):
                guarded(end, end.receive)


def guarded(end, action, *arguments):
    try:
        action(*arguments)
    except zmq.ZMQError as e:
        end.odd(e)


main()
