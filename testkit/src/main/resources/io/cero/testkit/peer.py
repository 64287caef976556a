"""A libzmq peer for tests, driven over standard input and output.

Every packet is: length (4 bytes, of what follows), request number (4), field count (4), then each
field as length (4) and bytes; all big-endian. A request is: command, socket, arguments. An answer
carries its request's number and is: "ok", "timeout" or "error", then results. The first packet out
has the number 0 and says that the peer is ready. Each socket has a thread of its own and does its
requests in turn. The process ends when its standard input does.
"""

import hashlib
import os
import queue
import struct
import sys
import threading
import time

import zmq
from zmq.utils.monitor import parse_monitor_message

SLICE = 50  # milliseconds: how often a waiting socket looks whether the peer is ending
BLOCK = 65536

stopping = threading.Event()
out_lock = threading.Lock()
context = zmq.Context()
stdin = sys.stdin.buffer
stdout = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # whatever a library prints must not end up among the packets


class TimedOut(Exception):
    pass


class Ended(Exception):
    pass


def as_bytes(field):
    return field if isinstance(field, (bytes, bytearray)) else str(field).encode()


def answer(number, *fields):
    fields = [as_bytes(f) for f in fields]
    size = 8 + sum(4 + len(f) for f in fields)
    with out_lock:
        stdout.write(struct.pack(">III", size, number, len(fields)))
        for field in fields:
            stdout.write(struct.pack(">I", len(field)))
            stdout.write(field)
        stdout.flush()


def read_exactly(size):
    data = stdin.read(size)
    if len(data) < size:
        os._exit(0)
    return data


def read_request():
    (size,) = struct.unpack(">I", read_exactly(4))
    packet = memoryview(read_exactly(size))
    number, count = struct.unpack_from(">II", packet)
    at = 8
    fields = []
    for _ in range(count):
        (length,) = struct.unpack_from(">I", packet, at)
        at += 4
        fields.append(bytes(packet[at : at + length]))
        at += length
    return number, fields


def generate(seed, size):
    """The body of a seed: a block of SHA-256 in counter mode, again and again, each block numbered."""
    length = min(size, BLOCK)
    block = b"".join(
        hashlib.sha256(struct.pack(">QQ", seed & 0xFFFFFFFFFFFFFFFF, i)).digest()
        for i in range((length + 31) // 32)
    )[:length]
    if size <= BLOCK:
        return block
    tail = block[8:]
    body = b"".join(struct.pack(">Q", i) + tail for i in range((size + BLOCK - 1) // BLOCK))
    return struct.pack(">Q", 0) + body[8:size]


class Counter:
    """Counts messages and bytes, and digests every frame with its length and its more flag."""

    def __init__(self):
        self.messages = 0
        self.bytes = 0
        self.sha = hashlib.sha256()

    def add(self, frames):
        self.messages += 1
        for i, frame in enumerate(frames):
            self.bytes += len(frame)
            self.sha.update(struct.pack(">BQ", i < len(frames) - 1, len(frame)))
            self.sha.update(frame)

    def fields(self):
        return self.messages, self.bytes, self.sha.digest()


class Socket:
    def __init__(self):
        self.requests = queue.SimpleQueue()
        self.zmq = None
        self.monitor_socket = None
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            request = self.requests.get()
            if request is None:
                break
            number, command, args = request
            try:
                answer(number, "ok", *(getattr(self, "do_" + command)(*args) or ()))
                if command == "close":
                    break
            except TimedOut:
                answer(number, "timeout")
            except Ended:
                answer(number, "error", "the peer is ending")
            except zmq.ZMQError as e:
                answer(number, "error", "%s (%s)" % (e.strerror, errno_name(e.errno)))
            except Exception as e:  # the other end shows it
                answer(number, "error", "%s: %s" % (type(e).__name__, e))
        self.discard()

    def discard(self):
        if self.zmq is not None and not self.zmq.closed:
            self.stop_monitor()
            self.zmq.close(linger=0)

    def stop_monitor(self):
        monitor, self.monitor_socket = self.monitor_socket, None
        if monitor is not None:
            # libzmq says its last word to it here, and waits for ever once it is closed; pyzmq
            # alone would close it first.
            self.zmq.disable_monitor()
            monitor.close(linger=0)

    def wait(self, flags, deadline, socket=None):
        while True:
            if stopping.is_set():
                raise Ended()
            left = deadline - time.monotonic()
            if (socket or self.zmq).poll(max(0, min(SLICE, int(left * 1000) + 1)), flags):
                return
            if left <= 0:
                raise TimedOut()

    def send(self, frames, deadline):
        while True:
            try:
                self.zmq.send_multipart(frames, zmq.NOBLOCK)
                return
            except zmq.Again:
                self.wait(zmq.POLLOUT, deadline)

    def receive(self, deadline):
        while True:
            try:
                return self.zmq.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                self.wait(zmq.POLLIN, deadline)

    def do_open(self, kind, *options):
        self.zmq = context.socket(getattr(zmq, kind.decode()))
        self.zmq.linger = 5000
        for i in range(0, len(options), 3):
            self.do_option(*options[i : i + 3])

    def do_option(self, number, form, value):
        self.zmq.setsockopt(int(number), value if form == b"b" else int(value))

    def do_bind(self, endpoint):
        self.zmq.bind(endpoint.decode())
        return (self.zmq.last_endpoint.rstrip(b"\0"),)

    def do_unbind(self, endpoint):
        self.zmq.unbind(endpoint.decode())

    def do_connect(self, endpoint):
        self.zmq.connect(endpoint.decode())

    def do_disconnect(self, endpoint):
        self.zmq.disconnect(endpoint.decode())

    def do_subscribe(self, prefix):
        self.zmq.setsockopt(zmq.SUBSCRIBE, prefix)

    def do_unsubscribe(self, prefix):
        self.zmq.setsockopt(zmq.UNSUBSCRIBE, prefix)

    def do_send(self, timeout, *frames):
        self.send(frames, after(timeout))

    def do_receive(self, timeout):
        return self.receive(after(timeout))

    def do_poll(self, direction, timeout):
        self.wait(zmq.POLLOUT if direction == b"out" else zmq.POLLIN, after(timeout))

    def do_monitor(self):
        self.monitor_socket = self.zmq.get_monitor_socket()

    def do_event(self, timeout):
        self.wait(zmq.POLLIN, after(timeout), self.monitor_socket)
        event = parse_monitor_message(self.monitor_socket.recv_multipart())
        return zmq.Event(event["event"]).name, event["endpoint"]

    def do_echo(self, count, timeout):
        counter = Counter()
        deadline = after(timeout)
        for _ in range(int(count)):
            frames = self.receive(deadline)
            counter.add(frames)
            self.send(frames, deadline)
        return counter.fields()

    def do_ask(self, count, size, seed, timeout):
        counter = Counter()
        deadline = after(timeout)
        for i in range(int(count)):
            body = generate(int(seed) + i, int(size))
            self.send([body], deadline)
            frames = self.receive(deadline)
            if frames != [body]:
                raise ValueError(
                    "answer %d differs: %d frames of %s bytes, expected one of %d"
                    % (i, len(frames), [len(f) for f in frames], len(body))
                )
            counter.add(frames)
        return counter.fields()

    def do_drain(self, count, timeout):
        counter = Counter()
        deadline = after(timeout)
        for _ in range(int(count)):
            counter.add(self.receive(deadline))
        return counter.fields()

    def do_flood(self, count, size, seed, timeout):
        counter = Counter()
        deadline = after(timeout)
        for i in range(int(count)):
            frames = [generate(int(seed) + i, int(size))]
            self.send(frames, deadline)
            counter.add(frames)
        return counter.fields()

    def do_close(self):
        self.stop_monitor()
        self.zmq.close()


def after(milliseconds):
    return time.monotonic() + int(milliseconds) / 1000


def errno_name(number):
    try:
        return zmq.Errno(number).name
    except ValueError:
        return os.strerror(number)


def main():
    schemes = ["tcp", "inproc"] + (["ipc"] if zmq.has("ipc") else [])
    types = ["PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB"]
    types.append("STREAM")
    answer(0, "ok", "libzmq " + zmq.zmq_version(), ",".join(types), ",".join(schemes))
    sockets = {}
    while True:
        number, fields = read_request()
        command, name = fields[0].decode(), fields[1]
        if command == "quit":
            stopping.set()
            for socket in sockets.values():
                socket.requests.put(None)
            context.term()
            answer(number, "ok")
            os._exit(0)
        if command == "open":
            sockets[name] = Socket()
        if name not in sockets:
            answer(number, "error", "no such socket: " + name.decode())
            continue
        sockets[name].requests.put((number, command, fields[2:]))
        if command == "close":
            del sockets[name]


main()
