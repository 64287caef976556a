/* What the libzmq programs share: one context with one I/O thread, sockets with marks of 1,000. */
#ifndef LIBZMQ_H
#define LIBZMQ_H

#include "bench.h"
#include <zmq.h>

extern void *context;

/* Makes a socket with marks of 1,000. */
void *make_socket(int type);
/* Binds and prints "ready ENDPOINT". */
void bind_and_say(void *socket, const char *endpoint);

void throughput_pull(char **arguments);
void throughput_push(char **arguments);
void latency_echo(char **arguments);
void latency_ping(char **arguments);
void latency_ping_paced(char **arguments);
void inproc_throughput(char **arguments);
void inproc_latency(char **arguments);
void queue_device(char **arguments);
void fan_out_publish(char **arguments);
void fan_out_subscribe(char **arguments);
void idle_bind(char **arguments);
void idle_connect(char **arguments);
void large_receive(char **arguments);
void large_send(char **arguments);

#endif
