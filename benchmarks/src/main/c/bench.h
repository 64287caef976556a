/* What the C programs share: clocks, /proc, rounds. Every program prints lines "NAME ROUND VALUE". */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHECK(what)                                                                        \
  do {                                                                                     \
    if (!(what)) {                                                                         \
      fprintf(stderr, "%s:%d: %s failed\n", __FILE__, __LINE__, #what);                    \
      perror("errno");                                                                     \
      exit(1);                                                                             \
    }                                                                                      \
  } while (0)

#define MAX_ROUNDS 100

/* Seconds. */
double now(void);
/* Seconds of CPU, user and system, of a process. */
double cpu_of(const char *pid);
/* Context switches of all threads of this process, voluntary and not. */
double switches(void);
/* A field of /proc/self/status in bytes: VmRSS, VmHWM. */
double status_bytes(const char *field);
/* Waits until the input ends: libzmq can lose what is still under way when a sender leaves. */
void hold(void);
/* Sleeps. */
void rest(double seconds);

/* When each message of a round is due that has so many a second. */
struct pace {
  double interval, due;
};
struct pace pace_of(double rate);
/* Sleeps until the next message is due. Returns since when its time runs: since now, or, where the
   answer to the one before it came too late for that, since it was due. */
double next_due(struct pace *pace);

/* Ends a round of so many messages and begins the next one; the first call only begins. */
void mark(long count);
/* The round trips of the round under way, to be sorted: seconds. */
void round_trip(long index, double seconds);
void keep_round_trips(long count);
/* Prints what the marks saw. */
void print_rounds(void);

#endif
