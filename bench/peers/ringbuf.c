// SPDX-License-Identifier: Apache-2.0
// What bench/ringbuf compares with: a consumer of a ring buffer that uses libbpf; and the producer of both.
//
//   ringbuf produce PROGRAM-ID SECONDS   runs a program in a loop; prints how often
//   ringbuf consume MAP-ID               reads until no record comes for 300 ms; prints how many, and in how many ns
//   ringbuf drain MAP-ID PROGRAM-ID N    N times: runs the program until it fails, and reads all; prints the median

#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

static const long QUIET_NANOS = 300000000;

struct seen {
	long records;
	long sum;
	long first;
	long nanos;
};

static int see(void *context, void *data, size_t size)
{
	struct seen *seen = context;

	(void)size;
	if (seen->records++ == 0)
		seen->first = now();
	seen->sum += *(long *)data;
	return 0;
}

static int run(int program)
{
	LIBBPF_OPTS(bpf_test_run_opts, options);

	if (bpf_prog_test_run_opts(program, &options))
		fail("running the program");
	return (int)options.retval;
}

static void produce(int program, double seconds)
{
	long end = now() + (long)(seconds * 1e9);
	long runs = 0;
	cpu_set_t first;

	// The readers are kept away from it by bench/ringbuf.
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof(first), &first))
		fail("moving to the first CPU");
	for (; now() < end; runs++)
		run(program);
	printf("%ld\n", runs);
}

static void consume(struct ring_buffer *ring, struct seen *seen)
{
	long last = 0;

	puts("ready");
	fflush(stdout);
	// A wait may end without a record: when one is being written, or was read before it was told of.
	while (!last || now() - last < QUIET_NANOS) {
		int result = ring_buffer__poll(ring, last ? QUIET_NANOS / 1000000 : -1);

		if (result < 0)
			fail("waiting for records");
		if (result > 0)
			last = now();
	}
	printf("%ld %ld\n", seen->records, last - seen->first);
}

static int slower(const void *a, const void *b)
{
	const struct seen *one = a, *other = b;
	double first = (double)one->records / one->nanos, second = (double)other->records / other->nanos;

	return (first > second) - (first < second);
}

static void drain(struct ring_buffer *ring, struct seen *seen, int program, int rounds)
{
	struct seen *drains = calloc((size_t)rounds, sizeof(*drains));
	int i;

	if (!drains)
		fail("making room");
	for (i = 0; i < rounds; i++) {
		long start;

		seen->records = 0;
		while (run(program) == 0)
			;
		start = now();
		if (ring_buffer__consume(ring) < 0)
			fail("reading records");
		seen->nanos = now() - start;
		drains[i] = *seen;
	}
	qsort(drains, (size_t)rounds, sizeof(*drains), slower);
	printf("%ld %ld\n", drains[rounds / 2].records, drains[rounds / 2].nanos);
	free(drains);
}

int main(int count, char **words)
{
	struct seen seen = {};
	struct ring_buffer *ring;

	if (count == 4 && !strcmp(words[1], "produce")) {
		produce(program_of(words[2]), atof(words[3]));
		return 0;
	}
	if (count < 3)
		fail("not enough words");
	ring = ring_buffer__new(map_of(words[2]), see, &seen, NULL);
	if (!ring)
		fail("opening the ring buffer");
	if (!strcmp(words[1], "consume") && count == 3)
		consume(ring, &seen);
	else if (!strcmp(words[1], "drain") && count == 5)
		drain(ring, &seen, program_of(words[3]), atoi(words[4]));
	else
		fail("unknown words");
	ring_buffer__free(ring);
	return 0;
}
