// SPDX-License-Identifier: Apache-2.0
// What the programs have in common that benchmarks compare with.

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

_Noreturn static inline void fail(const char *what)
{
	fprintf(stderr, "libbpf %s: %s: %s\n", libbpf_version_string(), what, strerror(errno));
	exit(1);
}

static inline long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static inline int map_of(const char *id)
{
	int map = bpf_map_get_fd_by_id((unsigned int)atoi(id));

	if (map < 0)
		fail("opening the map");
	return map;
}

static inline int program_of(const char *id)
{
	int program = bpf_prog_get_fd_by_id((unsigned int)atoi(id));

	if (program < 0)
		fail("opening the program");
	return program;
}
