#include "libzmq.h"

/* echo ENDPOINT SIZE COUNT ROUNDS: answers each message with itself. */
void latency_echo(char **arguments) {
  size_t size = atol(arguments[1]);
  long count = atol(arguments[2]);
  int rounds = atoi(arguments[3]);
  char *body = malloc(size);
  void *rep = make_socket(ZMQ_REP);
  bind_and_say(rep, arguments[0]);
  CHECK(zmq_recv(rep, body, size, 0) == (int)size);
  CHECK(zmq_send(rep, body, size, 0) == (int)size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    for (long i = 0; i < count; i++) {
      CHECK(zmq_recv(rep, body, size, 0) == (int)size);
      CHECK(zmq_send(rep, body, size, 0) == (int)size);
    }
    mark(count);
  }
  print_rounds();
  zmq_close(rep);
  zmq_ctx_term(context);
}

static void ask(void *req, char *body, size_t size) {
  CHECK(zmq_send(req, body, size, 0) == (int)size);
  CHECK(zmq_recv(req, body, size, 0) == (int)size);
}

/* ping ENDPOINT SIZE COUNT ROUNDS: one round trip to begin with, then COUNT for each round. */
void latency_ping(char **arguments) {
  size_t size = atol(arguments[1]);
  long count = atol(arguments[2]);
  int rounds = atoi(arguments[3]);
  char *body = calloc(1, size);
  void *req = make_socket(ZMQ_REQ);
  CHECK(zmq_connect(req, arguments[0]) == 0);
  keep_round_trips(count);
  ask(req, body, size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    double before = now();
    for (long i = 0; i < count; i++) {
      ask(req, body, size);
      double after = now();
      round_trip(i, after - before);
      before = after;
    }
    mark(count);
  }
  print_rounds();
  zmq_close(req);
  zmq_ctx_term(context);
}

static void ask_paced(void *req, char *body, size_t size, long count, double rate) {
  struct pace pace = pace_of(rate);
  for (long i = 0; i < count; i++) {
    double from = next_due(&pace);
    ask(req, body, size);
    round_trip(i, now() - from);
  }
}

/* ping-paced ENDPOINT SIZE WARMING FASTER COUNT RATE: one round trip to begin with, WARMING at FASTER
   a second, a tenth of COUNT at RATE a second, and then COUNT that are measured. */
void latency_ping_paced(char **arguments) {
  size_t size = atol(arguments[1]);
  long warming = atol(arguments[2]), count = atol(arguments[4]);
  char *body = calloc(1, size);
  void *req = make_socket(ZMQ_REQ);
  CHECK(zmq_connect(req, arguments[0]) == 0);
  keep_round_trips(warming > count ? warming : count);
  ask(req, body, size);
  ask_paced(req, body, size, warming, atof(arguments[3]));
  ask_paced(req, body, size, count / 10, atof(arguments[5]));
  mark(0);
  ask_paced(req, body, size, count, atof(arguments[5]));
  mark(count);
  print_rounds();
  zmq_close(req);
  zmq_ctx_term(context);
}
