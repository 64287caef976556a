/* libzmq PROGRAM ARGUMENT...: the benchmarks' programs, written against libzmq. */
#include "libzmq.h"

void *context;

void *make_socket(int type) {
  /* What REP sent last is delivered; who only receives waits for nothing, and who only sends stays. */
  int linger = type == ZMQ_REP ? -1 : 0, mark = 1000;
  void *socket = zmq_socket(context, type);
  CHECK(socket != NULL);
  CHECK(zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger) == 0);
  CHECK(zmq_setsockopt(socket, ZMQ_SNDHWM, &mark, sizeof mark) == 0);
  CHECK(zmq_setsockopt(socket, ZMQ_RCVHWM, &mark, sizeof mark) == 0);
  return socket;
}

void bind_and_say(void *socket, const char *endpoint) {
  char bound[256];
  size_t size = sizeof bound;
  CHECK(zmq_bind(socket, endpoint) == 0);
  CHECK(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size) == 0);
  printf("ready %s\n", bound);
  fflush(stdout);
}

static const struct {
  const char *name;
  int arguments;
  void (*run)(char **);
} programs[] = {
    {"pull", 4, throughput_pull},
    {"push", 4, throughput_push},
    {"echo", 4, latency_echo},
    {"ping", 4, latency_ping},
    {"ping-paced", 6, latency_ping_paced},
    {"inproc-throughput", 3, inproc_throughput},
    {"inproc-latency", 3, inproc_latency},
    {"queue", 2, queue_device},
    {"publish", 5, fan_out_publish},
    {"subscribe", 5, fan_out_subscribe},
    {"idle-bind", 3, idle_bind},
    {"idle-connect", 1, idle_connect},
    {"large-receive", 2, large_receive},
    {"large-send", 2, large_send},
};

int main(int count, char **arguments) {
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
    if (count < 2 || strcmp(programs[i].name, arguments[1]) != 0) continue;
    CHECK(count - 2 >= programs[i].arguments);
    CHECK((context = zmq_ctx_new()) != NULL);
    CHECK(zmq_ctx_set(context, ZMQ_IO_THREADS, 1) == 0);
    programs[i].run(arguments + 2);
    return 0;
  }
  fprintf(stderr, "no such program\n");
  return 2;
}
