// A libzmq peer for tests, driven over standard input and output; see peer.py for the protocol.
// Each socket does its requests in turn. The process ends when its standard input does.
'use strict';

const {createHash} = require('crypto');
const fs = require('fs');

process.removeAllListeners('warning');
process.on('warning', (warning) => process.stderr.write(`${warning.message}\n`));

const zmq = require('zeromq');
const draft = zmq.capability.draft ? require('zeromq/draft') : {};

const BLOCK = 65536;
const CLASSES = {
  PAIR: zmq.Pair,
  PUB: zmq.Publisher,
  SUB: zmq.Subscriber,
  REQ: zmq.Request,
  REP: zmq.Reply,
  DEALER: zmq.Dealer,
  ROUTER: zmq.Router,
  PULL: zmq.Pull,
  PUSH: zmq.Push,
  XPUB: zmq.XPublisher,
  XSUB: zmq.XSubscriber,
  STREAM: zmq.Stream,
  SERVER: draft.Server,
  CLIENT: draft.Client,
  RADIO: draft.Radio,
  DISH: draft.Dish,
  GATHER: draft.Gather,
  SCATTER: draft.Scatter,
};
const EVENTS = {
  'accept': 'ACCEPTED',
  'accept:error': 'ACCEPT_FAILED',
  'bind': 'LISTENING',
  'bind:error': 'BIND_FAILED',
  'connect': 'CONNECTED',
  'connect:delay': 'CONNECT_DELAYED',
  'connect:retry': 'CONNECT_RETRIED',
  'close': 'CLOSED',
  'close:error': 'CLOSE_FAILED',
  'disconnect': 'DISCONNECTED',
  'end': 'MONITOR_STOPPED',
  'handshake': 'HANDSHAKE_SUCCEEDED',
  'handshake:error:protocol': 'HANDSHAKE_FAILED_PROTOCOL',
  'handshake:error:auth': 'HANDSHAKE_FAILED_AUTH',
  'handshake:error:other': 'HANDSHAKE_FAILED_NO_DETAIL',
};

class TimedOut extends Error {}

function writeFully(buffer) {
  for (let at = 0; at < buffer.length; ) {
    try {
      at += fs.writeSync(1, buffer, at);
    } catch (e) {
      if (e.code !== 'EAGAIN') {
        throw e;
      }
    }
  }
}

function answer(number, ...fields) {
  const parts = fields.map((f) => (Buffer.isBuffer(f) ? f : Buffer.from(String(f))));
  const head = Buffer.alloc(12);
  head.writeUInt32BE(parts.reduce((sum, p) => sum + 4 + p.length, 8), 0);
  head.writeUInt32BE(number, 4);
  head.writeUInt32BE(parts.length, 8);
  const all = [head];
  for (const part of parts) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    all.push(length, part);
  }
  writeFully(Buffer.concat(all));
}

function parse(packet) {
  const number = packet.readUInt32BE(0);
  const fields = [];
  let at = 8;
  for (let i = packet.readUInt32BE(4); i > 0; i--) {
    const length = packet.readUInt32BE(at);
    fields.push(packet.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return {number, fields};
}

function numbered(...values) {
  const buffer = Buffer.alloc(8 * values.length);
  values.forEach((v, i) => buffer.writeBigUInt64BE(BigInt.asUintN(64, BigInt(v)), 8 * i));
  return buffer;
}

function generate(seed, size) {
  const length = Math.min(size, BLOCK);
  const parts = [];
  for (let i = 0; i * 32 < length; i++) {
    parts.push(createHash('sha256').update(numbered(seed, i)).digest());
  }
  const block = Buffer.concat(parts).subarray(0, length);
  if (size <= BLOCK) {
    return block;
  }
  const body = Buffer.alloc(size);
  for (let i = 0; i * BLOCK < size; i++) {
    numbered(i).copy(body, i * BLOCK);
    block.copy(body, i * BLOCK + 8, 8);
  }
  return body;
}

class Counter {
  constructor() {
    this.messages = 0;
    this.bytes = 0;
    this.sha = createHash('sha256');
  }

  add(frames) {
    this.messages++;
    frames.forEach((frame, i) => {
      this.bytes += frame.length;
      this.sha.update(Buffer.from([i < frames.length - 1 ? 1 : 0]));
      this.sha.update(numbered(frame.length));
      this.sha.update(frame);
    });
  }

  fields() {
    return [this.messages, this.bytes, this.sha.digest()];
  }
}

const after = (milliseconds) => Date.now() + Number(milliseconds);

class Socket {
  constructor() {
    this.last = Promise.resolve();
  }

  enqueue(number, command, args) {
    this.last = this.last.then(async () => {
      try {
        const results = await this[`do_${command}`](...args);
        answer(number, 'ok', ...(results || []));
      } catch (e) {
        if (e instanceof TimedOut) {
          answer(number, 'timeout');
        } else {
          answer(number, 'error', e.code ? `${e.message} (${e.code})` : `${e.name}: ${e.message}`);
        }
      }
    });
  }

  // SERVER and RADIO address a message with their first frame, as ROUTER does.
  async send(frames, deadline) {
    this.zmq.sendTimeout = Math.max(0, deadline - Date.now());
    try {
      if (this.type === 'SERVER') {
        await this.zmq.send(frames[1], {routingId: frames[0].readUInt32BE()});
      } else if (this.type === 'RADIO') {
        await this.zmq.send(frames[1], {group: frames[0]});
      } else {
        await this.zmq.send(frames);
      }
    } catch (e) {
      throw e.code === 'EAGAIN' ? new TimedOut() : e;
    }
  }

  async receive(deadline) {
    this.zmq.receiveTimeout = Math.max(0, deadline - Date.now());
    try {
      const frames = await this.zmq.receive();
      if (this.type === 'SERVER') {
        const id = Buffer.alloc(4);
        id.writeUInt32BE(frames[1].routingId);
        return [id, frames[0]];
      }
      if (this.type === 'DISH') {
        return [Buffer.from(frames[1].group), frames[0]];
      }
      return frames;
    } catch (e) {
      throw e.code === 'EAGAIN' ? new TimedOut() : e;
    }
  }

  do_open(type, ...options) {
    this.type = type.toString();
    if (!CLASSES[this.type]) {
      throw new Error(`unknown socket type ${this.type}`);
    }
    this.zmq = new CLASSES[this.type]();
    this.zmq.linger = 5000;
    for (let i = 0; i < options.length; i += 3) {
      this.do_option(...options.slice(i, i + 3));
    }
  }

  do_option(number, form, value) {
    const id = Number(number);
    switch (form.toString()) {
      case 'i':
        return this.zmq.setInt32Option(id, Number(value));
      case 'l':
        return this.zmq.setInt64Option(id, Number(value));
      default:
        return this.zmq.setStringOption(id, value);
    }
  }

  async do_bind(endpoint) {
    await this.zmq.bind(endpoint.toString());
    return [this.zmq.lastEndpoint];
  }

  async do_unbind(endpoint) {
    await this.zmq.unbind(endpoint.toString());
  }

  do_connect(endpoint) {
    this.zmq.connect(endpoint.toString());
  }

  do_disconnect(endpoint) {
    this.zmq.disconnect(endpoint.toString());
  }

  do_subscribe(prefix) {
    if (this.type === 'DISH') {
      Object.getPrototypeOf(draft.Dish.prototype).join.call(this.zmq, [prefix]);
    } else {
      this.zmq.setStringOption(6, prefix);
    }
  }

  do_unsubscribe(prefix) {
    if (this.type === 'DISH') {
      Object.getPrototypeOf(draft.Dish.prototype).leave.call(this.zmq, [prefix]);
    } else {
      this.zmq.setStringOption(7, prefix);
    }
  }

  async do_send(timeout, ...frames) {
    await this.send(frames, after(timeout));
  }

  async do_receive(timeout) {
    return this.receive(after(timeout));
  }

  async do_poll(direction, timeout) {
    const deadline = after(timeout);
    const property = direction.toString() === 'out' ? 'writable' : 'readable';
    while (!this.zmq[property]) {
      if (Date.now() >= deadline) {
        throw new TimedOut();
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  do_monitor() {
    this.events = [];
    this.wanting = null;
    this.observer = this.zmq.events;
    (async () => {
      for await (const event of this.observer) {
        this.events.push([EVENTS[event.type] || event.type, event.address || '']);
        if (this.wanting) {
          this.wanting();
        }
      }
    })();
  }

  async do_event(timeout) {
    if (this.events.length === 0) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          this.wanting = null;
          reject(new TimedOut());
        }, Number(timeout));
        this.wanting = () => {
          clearTimeout(timer);
          this.wanting = null;
          resolve();
        };
      });
    }
    return this.events.shift();
  }

  async do_echo(count, timeout) {
    const counter = new Counter();
    const deadline = after(timeout);
    for (let i = 0; i < Number(count); i++) {
      const frames = await this.receive(deadline);
      counter.add(frames);
      await this.send(frames, deadline);
    }
    return counter.fields();
  }

  async do_ask(count, size, seed, timeout) {
    const counter = new Counter();
    const deadline = after(timeout);
    for (let i = 0; i < Number(count); i++) {
      const body = generate(BigInt(seed) + BigInt(i), Number(size));
      await this.send([body], deadline);
      const frames = await this.receive(deadline);
      if (frames.length !== 1 || !frames[0].equals(body)) {
        throw new Error(
          `answer ${i} differs: ${frames.length} frames of ${frames.map((f) => f.length)} bytes, ` +
            `expected one of ${body.length}`,
        );
      }
      counter.add(frames);
    }
    return counter.fields();
  }

  async do_drain(count, timeout) {
    const counter = new Counter();
    const deadline = after(timeout);
    for (let i = 0; i < Number(count); i++) {
      counter.add(await this.receive(deadline));
    }
    return counter.fields();
  }

  async do_flood(count, size, seed, timeout) {
    const counter = new Counter();
    const deadline = after(timeout);
    for (let i = 0; i < Number(count); i++) {
      const frames = [generate(BigInt(seed) + BigInt(i), Number(size))];
      await this.send(frames, deadline);
      counter.add(frames);
    }
    return counter.fields();
  }

  do_close() {
    this.zmq.close();
  }
}

const sockets = new Map();

function handle({number, fields}) {
  const command = fields[0].toString();
  const name = fields[1].toString();
  if (command === 'quit') {
    for (const socket of sockets.values()) {
      if (socket.zmq && !socket.zmq.closed) {
        socket.zmq.linger = 0;
        socket.zmq.close();
      }
    }
    answer(number, 'ok');
    process.exit(0);
  }
  if (command === 'open') {
    sockets.set(name, new Socket());
  }
  const socket = sockets.get(name);
  if (!socket) {
    answer(number, 'error', `no such socket: ${name}`);
    return;
  }
  socket.enqueue(number, command, fields.slice(2));
  if (command === 'close') {
    sockets.delete(name);
  }
}

let chunks = [];
let have = 0;

process.stdin.on('data', (chunk) => {
  chunks.push(chunk);
  have += chunk.length;
  for (;;) {
    if (have < 4) {
      return;
    }
    if (chunks[0].length < 4) {
      chunks = [Buffer.concat(chunks)];
    }
    const size = 4 + chunks[0].readUInt32BE(0);
    if (have < size) {
      return;
    }
    const all = Buffer.concat(chunks);
    chunks = [all.subarray(size)];
    have -= size;
    handle(parse(all.subarray(4, size)));
  }
});
process.stdin.on('end', () => process.exit(0));

const types = Object.keys(CLASSES).filter((type) => CLASSES[type]);
const schemes = ['tcp', 'inproc'].concat(
  zmq.capability.ipc ? ['ipc'] : [],
  zmq.capability.draft ? ['ws'] : [],
);
answer(0, 'ok', `libzmq ${zmq.version}`, types.join(','), schemes.join(','));
