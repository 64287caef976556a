#include "libzmq.h"

#include <pthread.h>

static size_t size;
static long count;
static int rounds;

static void arguments_of(char **arguments) {
  size = atol(arguments[0]);
  count = atol(arguments[1]);
  rounds = atoi(arguments[2]);
}

static void *push_all(void *push) {
  char *body = calloc(1, size);
  for (long i = 0; i < count * rounds + 1; i++)
    CHECK(zmq_send(push, body, size, 0) == (int)size);
  return NULL;
}

static void *echo_all(void *rep) {
  char *body = malloc(size);
  for (long i = 0; i < count * rounds + 1; i++) {
    CHECK(zmq_recv(rep, body, size, 0) == (int)size);
    CHECK(zmq_send(rep, body, size, 0) == (int)size);
  }
  return NULL;
}

/* inproc-throughput SIZE COUNT ROUNDS: PUSH in one thread, PULL in another. */
void inproc_throughput(char **arguments) {
  pthread_t sender;
  arguments_of(arguments);
  char *body = malloc(size);
  void *pull = make_socket(ZMQ_PULL), *push = make_socket(ZMQ_PUSH);
  CHECK(zmq_bind(pull, "inproc://bench") == 0);
  CHECK(zmq_connect(push, "inproc://bench") == 0);
  CHECK(pthread_create(&sender, NULL, push_all, push) == 0);
  CHECK(zmq_recv(pull, body, size, 0) == (int)size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    for (long i = 0; i < count; i++) CHECK(zmq_recv(pull, body, size, 0) == (int)size);
    mark(count);
  }
  pthread_join(sender, NULL);
  print_rounds();
  zmq_close(push);
  zmq_close(pull);
  zmq_ctx_term(context);
}

/* inproc-latency SIZE COUNT ROUNDS: REQ in one thread, REP in another. */
void inproc_latency(char **arguments) {
  pthread_t echo;
  arguments_of(arguments);
  char *body = calloc(1, size);
  void *rep = make_socket(ZMQ_REP), *req = make_socket(ZMQ_REQ);
  CHECK(zmq_bind(rep, "inproc://bench") == 0);
  CHECK(zmq_connect(req, "inproc://bench") == 0);
  CHECK(pthread_create(&echo, NULL, echo_all, rep) == 0);
  keep_round_trips(count);
  CHECK(zmq_send(req, body, size, 0) == (int)size);
  CHECK(zmq_recv(req, body, size, 0) == (int)size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    double before = now();
    for (long i = 0; i < count; i++) {
      CHECK(zmq_send(req, body, size, 0) == (int)size);
      CHECK(zmq_recv(req, body, size, 0) == (int)size);
      double after = now();
      round_trip(i, after - before);
      before = after;
    }
    mark(count);
  }
  pthread_join(echo, NULL);
  print_rounds();
  zmq_close(req);
  zmq_close(rep);
  zmq_ctx_term(context);
}
