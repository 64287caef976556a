#include "libzmq.h"

/* queue FRONTEND BACKEND: ROUTER and DEALER with libzmq's own proxy between; runs until killed. */
void queue_device(char **arguments) {
  void *router = make_socket(ZMQ_ROUTER), *dealer = make_socket(ZMQ_DEALER);
  bind_and_say(router, arguments[0]);
  bind_and_say(dealer, arguments[1]);
  zmq_proxy(router, dealer, NULL);
}
