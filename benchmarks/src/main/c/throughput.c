#include "libzmq.h"

/* pull ENDPOINT SIZE COUNT ROUNDS: receives one message to begin with, then COUNT for each round. */
void throughput_pull(char **arguments) {
  size_t size = atol(arguments[1]);
  long count = atol(arguments[2]);
  int rounds = atoi(arguments[3]);
  char *body = malloc(size);
  void *pull = make_socket(ZMQ_PULL);
  bind_and_say(pull, arguments[0]);
  CHECK(zmq_recv(pull, body, size, 0) == (int)size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    for (long i = 0; i < count; i++) CHECK(zmq_recv(pull, body, size, 0) == (int)size);
    mark(count);
  }
  print_rounds();
  zmq_close(pull);
  zmq_ctx_term(context);
}

/* push ENDPOINT SIZE COUNT ROUNDS: sends what pull receives, from one buffer. */
void throughput_push(char **arguments) {
  size_t size = atol(arguments[1]);
  long count = atol(arguments[2]);
  int rounds = atoi(arguments[3]);
  char *body = calloc(1, size);
  void *push = make_socket(ZMQ_PUSH);
  CHECK(zmq_connect(push, arguments[0]) == 0);
  CHECK(zmq_send(push, body, size, 0) == (int)size);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    for (long i = 0; i < count; i++) CHECK(zmq_send(push, body, size, 0) == (int)size);
    mark(count);
  }
  print_rounds();
  hold();
  zmq_close(push);
  zmq_ctx_term(context);
}
