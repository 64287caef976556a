#include "libzmq.h"

#include <sys/resource.h>

static void all_descriptors(void) {
  struct rlimit limit;
  CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

static void await_handshakes(void *monitor, long *made, long wanted) {
  while (*made < wanted) {
    zmq_msg_t event, address;
    zmq_msg_init(&event);
    zmq_msg_init(&address);
    CHECK(zmq_msg_recv(&event, monitor, 0) >= 6);
    CHECK(zmq_msg_recv(&address, monitor, 0) >= 0);
    (*made)++;
    zmq_msg_close(&event);
    zmq_msg_close(&address);
  }
}

/* idle-bind FEW MANY SECONDS PROGRAM...: what FEW idle connections cost in CPU, and what each one
   up to MANY costs in memory. PROGRAM connects as many as it reads from its input, to the endpoint
   that it reads first. */
void idle_bind(char **arguments) {
  long few = atol(arguments[0]), many = atol(arguments[1]), made = 0;
  double seconds = atof(arguments[2]);
  char command[4096] = "";
  char endpoint[256];
  size_t size = sizeof endpoint;
  for (char **word = arguments + 3; *word != NULL; word++) {
    strcat(command, *word);
    strcat(command, " ");
  }
  all_descriptors();
  void *pull = make_socket(ZMQ_PULL), *monitor = zmq_socket(context, ZMQ_PAIR);
  int none = 0;
  CHECK(zmq_setsockopt(monitor, ZMQ_RCVHWM, &none, sizeof none) == 0);
  CHECK(zmq_setsockopt(pull, ZMQ_BACKLOG, &(int){4096}, sizeof(int)) == 0);
  CHECK(zmq_socket_monitor(pull, "inproc://monitor", ZMQ_EVENT_HANDSHAKE_SUCCEEDED) == 0);
  CHECK(zmq_connect(monitor, "inproc://monitor") == 0);
  CHECK(zmq_bind(pull, "tcp://127.0.0.1:*") == 0);
  CHECK(zmq_getsockopt(pull, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0);

  FILE *connecter = popen(command, "w");
  CHECK(connecter != NULL);
  fprintf(connecter, "%s\n%ld\n", endpoint, few);
  fflush(connecter);
  await_handshakes(monitor, &made, few);
  rest(1);
  double cpu = cpu_of("self"), before = status_bytes("VmRSS");
  rest(seconds);
  cpu = cpu_of("self") - cpu;
  printf("idle-cpu 0 %.9g\n", cpu / seconds * 100);
  if (many > few) {
    fprintf(connecter, "%ld\n", many);
    fflush(connecter);
    await_handshakes(monitor, &made, many);
    rest(1);
    double after = status_bytes("VmRSS");
    printf("rss 0 %.9g\nmemory 0 %.9g\n", (after - before) / (many - few), (after - before) / (many - few));
  }
  fflush(stdout);
  pclose(connecter);
}

/* idle-connect TOTAL: reads an endpoint, then how many connections there shall be. */
void idle_connect(char **arguments) {
  char endpoint[256];
  long made = 0, wanted;
  (void)arguments;
  all_descriptors();
  void *push = make_socket(ZMQ_PUSH);
  CHECK(scanf("%255s", endpoint) == 1);
  while (scanf("%ld", &wanted) == 1) {
    for (; made < wanted; made++) {
      CHECK(zmq_connect(push, endpoint) == 0);
      if (made % 100 == 99) rest(0.01);
    }
  }
  _exit(0);
}
