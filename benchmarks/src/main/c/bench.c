#include "bench.h"

#include <dirent.h>

static struct {
  double time, cpu, switches;
} begun;
static int rounds = -1;
static double rate[MAX_ROUNDS], cpu[MAX_ROUNDS], switched[MAX_ROUNDS];
static double mean[MAX_ROUNDS], p50[MAX_ROUNDS], p99[MAX_ROUNDS], p999[MAX_ROUNDS];
static double *trips;

double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

double cpu_of(const char *pid) {
  char path[64], text[1024];
  unsigned long user, system;
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  FILE *file = fopen(path, "r");
  CHECK(file != NULL);
  CHECK(fgets(text, sizeof text, file) != NULL);
  fclose(file);
  CHECK(sscanf(strrchr(text, ')') + 2, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lu %lu", &user,
               &system) == 2);
  return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static double field_of(const char *path, const char *field) {
  char line[256];
  double value = 0;
  size_t length = strlen(field);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  while (fgets(line, sizeof line, file) != NULL)
    if (strncmp(line, field, length) == 0 && line[length] == ':') value = atof(line + length + 1);
  fclose(file);
  return value;
}

double status_bytes(const char *field) { return field_of("/proc/self/status", field) * 1024; }

double switches(void) {
  double sum = 0;
  char path[300];
  struct dirent *task;
  DIR *tasks = opendir("/proc/self/task");
  CHECK(tasks != NULL);
  while ((task = readdir(tasks)) != NULL) {
    if (task->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/self/task/%s/status", task->d_name);
    sum += field_of(path, "voluntary_ctxt_switches") + field_of(path, "nonvoluntary_ctxt_switches");
  }
  closedir(tasks);
  return sum;
}

void rest(double seconds) { usleep((useconds_t)(seconds * 1e6)); }

struct pace pace_of(double rate) { return (struct pace){1 / rate, now()}; }

double next_due(struct pace *pace) {
  double time = now();
  pace->due += pace->interval;
  if (time >= pace->due) return pace->due;
  struct timespec until = {.tv_sec = (time_t)pace->due};
  until.tv_nsec = (long)((pace->due - until.tv_sec) * 1e9);
  while ((time = now()) < pace->due) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
  /* Who slept for too long, with nothing under way, catches up with nothing. */
  if (time - pace->due > pace->interval) pace->due = time;
  return time;
}

void hold(void) {
  while (getchar() != EOF) continue;
}

void keep_round_trips(long count) { CHECK((trips = calloc(count, sizeof *trips)) != NULL); }

void round_trip(long index, double seconds) { trips[index] = seconds; }

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void mark(long count) {
  double time = now();
  if (rounds >= 0) {
    rate[rounds] = count / (time - begun.time);
    cpu[rounds] = (cpu_of("self") - begun.cpu) / count * 1e6;
    switched[rounds] = (switches() - begun.switches) / count;
    mean[rounds] = (time - begun.time) / count / 2 * 1e6;
    if (trips != NULL) {
      qsort(trips, count, sizeof *trips, ascending);
      p50[rounds] = trips[count / 2] / 2 * 1e6;
      p99[rounds] = trips[(long)(count * 0.99)] / 2 * 1e6;
      p999[rounds] = trips[(long)(count * 0.999)] / 2 * 1e6;
    }
  }
  rounds++;
  CHECK(rounds < MAX_ROUNDS);
  begun.cpu = cpu_of("self");
  begun.switches = switches();
  begun.time = now();
}

void print_rounds(void) {
  for (int i = 0; i < rounds; i++) {
    printf("rate %d %.9g\ncpu %d %.9g\nswitches %d %.9g\n", i, rate[i], i, cpu[i], i, switched[i]);
    if (trips != NULL)
      printf("mean %d %.9g\np50 %d %.9g\np99 %d %.9g\np999 %d %.9g\n", i, mean[i], i, p50[i], i, p99[i],
             i, p999[i]);
  }
  fflush(stdout);
}
