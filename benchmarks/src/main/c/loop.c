/* loop SIZE COUNT ROUNDS: CZMQ's zloop, in which a pair plays with itself over inproc. */
#include "bench.h"
#include <czmq.h>

static void *one, *other;
static char *body;
static size_t size;
static long left;

static int pass(zloop_t *loop, zmq_pollitem_t *item, void *to) {
  (void)loop;
  CHECK(zmq_recv(item->socket, body, size, 0) == (int)size);
  CHECK(zmq_send(to, body, size, 0) == (int)size);
  return --left == 0 ? -1 : 0;
}

static int nothing(zloop_t *loop, int timer, void *argument) {
  (void)loop, (void)timer, (void)argument;
  return 0;
}

static zloop_t *make_loop(int timers) {
  zmq_pollitem_t reading_one = {one, 0, ZMQ_POLLIN, 0}, reading_other = {other, 0, ZMQ_POLLIN, 0};
  zloop_t *loop = zloop_new();
  CHECK(loop != NULL);
  CHECK(zloop_poller(loop, &reading_one, pass, one) == 0);
  CHECK(zloop_poller(loop, &reading_other, pass, other) == 0);
  for (int i = 0; i < timers; i++) CHECK(zloop_timer(loop, 3600 * 1000, 1, nothing, NULL) >= 0);
  return loop;
}

/* Nanoseconds that a message takes. */
static double play(zloop_t *loop, long count) {
  double before = now();
  left = count;
  CHECK(zloop_start(loop) == -1);
  return (now() - before) / count * 1e9;
}

int main(int arguments, char **values) {
  CHECK(arguments == 5 && strcmp(values[1], "loop") == 0);
  size = atol(values[2]);
  long count = atol(values[3]);
  int rounds = atoi(values[4]);
  void *context = zmq_ctx_new();
  body = calloc(1, size);
  one = zmq_socket(context, ZMQ_PAIR);
  other = zmq_socket(context, ZMQ_PAIR);
  CHECK(zmq_bind(one, "inproc://loop") == 0 && zmq_connect(other, "inproc://loop") == 0);
  zsys_handler_set(NULL);
  zloop_t *plain = make_loop(0), *few = make_loop(10), *many = make_loop(10000);
  CHECK(zmq_send(one, body, size, 0) == (int)size);
  for (int round = 0; round < rounds; round++) {
    double turn = play(plain, count), with_few = play(few, count), with_many = play(many, count / 100 + 1);
    printf("turn %d %.1f\n", round, turn);
    printf("timers %d %.4f\n", round, with_many / with_few);
  }
  return 0;
}
