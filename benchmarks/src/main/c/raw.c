/* raw echo|ping ENDPOINT SIZE COUNT ROUNDS: round trips over a blocking TCP socket, no more. */
#include "bench.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static size_t size;
static char *body;

static void receive(int socket) {
  for (size_t at = 0; at < size;) {
    ssize_t some = read(socket, body + at, size - at);
    CHECK(some > 0);
    at += some;
  }
}

static void send_body(int socket) {
  for (size_t at = 0; at < size;) {
    ssize_t some = write(socket, body + at, size - at);
    CHECK(some > 0);
    at += some;
  }
}

int main(int arguments, char **argument) {
  CHECK(arguments >= 6);
  int echo = strcmp(argument[1], "echo") == 0, on = 1;
  long count = atol(argument[4]);
  int rounds = atoi(argument[5]);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int peer = socket(AF_INET, SOCK_STREAM, 0);
  size = atol(argument[3]);
  body = calloc(1, size);
  if (echo) {
    int listener = peer;
    CHECK(bind(listener, (struct sockaddr *)&address, length) == 0);
    CHECK(listen(listener, 1) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
    printf("ready tcp://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    CHECK((peer = accept(listener, NULL, NULL)) >= 0);
  } else {
    address.sin_port = htons(atoi(strrchr(argument[2], ':') + 1));
    CHECK(connect(peer, (struct sockaddr *)&address, length) == 0);
    keep_round_trips(count);
  }
  CHECK(setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0);
  /* One round trip to begin with. */
  if (!echo) send_body(peer);
  receive(peer);
  if (echo) send_body(peer);
  mark(0);
  for (int round = 0; round < rounds; round++) {
    double before = now();
    for (long i = 0; i < count; i++) {
      if (!echo) send_body(peer);
      receive(peer);
      if (echo) {
        send_body(peer);
        continue;
      }
      double after = now();
      round_trip(i, after - before);
      before = after;
    }
    mark(count);
  }
  print_rounds();
  return 0;
}
