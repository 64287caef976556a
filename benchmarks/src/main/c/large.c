#include "libzmq.h"

static const double gibibyte = 1073741824.0;

/* large-receive ENDPOINT SIZE: the peak memory of a process that receives one message. */
void large_receive(char **arguments) {
  zmq_msg_t message;
  void *pull = make_socket(ZMQ_PULL);
  bind_and_say(pull, arguments[0]);
  zmq_msg_init(&message);
  CHECK(zmq_msg_recv(&message, pull, 0) == (int)atol(arguments[1]));
  printf("peak 0 %.9g\n", status_bytes("VmHWM") / gibibyte);
  fflush(stdout);
  zmq_msg_close(&message);
  zmq_close(pull);
  zmq_ctx_term(context);
}

static void release(void *body, void *hint) {
  (void)hint;
  free(body);
}

/* large-send ENDPOINT SIZE: the peak memory of a process that sends one message. */
void large_send(char **arguments) {
  zmq_msg_t message;
  size_t size = atol(arguments[1]);
  char *body = malloc(size);
  void *push = make_socket(ZMQ_PUSH);
  CHECK(zmq_setsockopt(push, ZMQ_LINGER, &(int){-1}, sizeof(int)) == 0);
  memset(body, 1, size);
  CHECK(zmq_msg_init_data(&message, body, size, release, NULL) == 0);
  CHECK(zmq_connect(push, arguments[0]) == 0);
  CHECK(zmq_msg_send(&message, push, 0) == (int)size);
  zmq_close(push);
  zmq_ctx_term(context);
  printf("peak 0 %.9g\n", status_bytes("VmHWM") / gibibyte);
}
