#include "libzmq.h"

/* Topics are eight digits; topic I of P is sent I-th, over and over. */
static void topic(char *body, long index) {
  char digits[32];
  snprintf(digits, sizeof digits, "%08ld", index);
  memcpy(body, digits, 8);
}

/* publish ENDPOINT SUBSCRIBERS PREFIXES COUNT ROUNDS: bodies of 10 bytes, never dropped. */
void fan_out_publish(char **arguments) {
  long subscribers = atol(arguments[1]), prefixes = atol(arguments[2]), count = atol(arguments[3]);
  int rounds = atoi(arguments[4]), on = 1;
  char subscription[64];
  char(*bodies)[10] = calloc(prefixes, 10);
  void *xpub = make_socket(ZMQ_XPUB);
  CHECK(zmq_setsockopt(xpub, ZMQ_XPUB_NODROP, &on, sizeof on) == 0);
  CHECK(zmq_setsockopt(xpub, ZMQ_XPUB_VERBOSE, &on, sizeof on) == 0);
  for (long i = 0; i < prefixes; i++) topic(bodies[i], i);
  bind_and_say(xpub, arguments[0]);
  for (long i = 0; i < subscribers * prefixes; i++)
    CHECK(zmq_recv(xpub, subscription, sizeof subscription, 0) == 9);
  for (long i = 0, next = 0; i < count * rounds + 1; i++) {
    CHECK(zmq_send(xpub, bodies[next], 10, 0) == 10);
    if (++next == prefixes) next = 0;
  }
  hold();
  zmq_close(xpub);
  zmq_ctx_term(context);
}

#define TURN 100

/* subscribe ENDPOINT SUBSCRIBERS PREFIXES COUNT ROUNDS: one thread takes from each in turn. */
void fan_out_subscribe(char **arguments) {
  long subscribers = atol(arguments[1]), prefixes = atol(arguments[2]), count = atol(arguments[3]);
  int rounds = atoi(arguments[4]);
  char body[10];
  int all = 0; /* subscriptions count against the mark for sending: beyond it they are lost */
  void **subs = calloc(subscribers, sizeof *subs);
  for (long s = 0; s < subscribers; s++) {
    subs[s] = make_socket(ZMQ_SUB);
    CHECK(zmq_setsockopt(subs[s], ZMQ_SNDHWM, &all, sizeof all) == 0);
    CHECK(zmq_connect(subs[s], arguments[0]) == 0);
    for (long i = 0; i < prefixes; i++) {
      topic(body, i);
      CHECK(zmq_setsockopt(subs[s], ZMQ_SUBSCRIBE, body, 8) == 0);
    }
  }
  for (long s = 0; s < subscribers; s++) CHECK(zmq_recv(subs[s], body, 10, 0) == 10);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    for (long done = 0; done < count; done += TURN)
      for (long s = 0; s < subscribers; s++)
        for (int i = 0; i < TURN; i++) CHECK(zmq_recv(subs[s], body, 10, 0) == 10);
    mark(count * subscribers);
  }
  print_rounds();
  for (long s = 0; s < subscribers; s++) zmq_close(subs[s]);
  zmq_ctx_term(context);
}
