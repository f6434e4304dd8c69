// SPDX-License-Identifier: Apache-2.0
// What bench/maps compares with: lookups in a hash of u64 to u64 that use libbpf.
//
//   maps single MAP-ID ENTRIES N         N lookups of keys from 0 to ENTRIES, in no order
//   maps batch MAP-ID ENTRIES SIZE       all entries, SIZE at a time
//
// Both print the sum of all values that were read, and the nanoseconds.

#include "peer.h"

static unsigned long sum;

static long single(int map, unsigned long entries, long lookups)
{
	unsigned long key = 0, value;
	long start = now(), i;

	for (i = 0; i < lookups; i++) {
		// A step that has no divisor in common with a million visits every key.
		key = (key + 7368787) % entries;
		if (bpf_map_lookup_elem(map, &key, &value))
			fail("looking a key up");
		sum += value;
	}
	return now() - start;
}

static long batch(int map, unsigned int entries, unsigned int size)
{
	unsigned long *keys = calloc(size, sizeof(*keys)), *values = calloc(size, sizeof(*values));
	unsigned long cursor = 0;
	unsigned int seen = 0, count, i;
	void *from = NULL;
	int result;
	long start = now();

	do {
		count = size;
		result = bpf_map_lookup_batch(map, from, &cursor, keys, values, &count, NULL);
		if (result && result != -ENOENT)
			fail("looking a batch up");
		from = &cursor;
		for (i = 0; i < count; i++)
			sum += values[i];
		seen += count;
	} while (!result);
	if (seen != entries)
		fail("not every entry was seen");
	start = now() - start;
	free(keys);
	free(values);
	return start;
}

int main(int count, char **words)
{
	long nanos;
	int map;

	if (count != 5)
		fail("not four words");
	map = map_of(words[2]);
	if (!strcmp(words[1], "single"))
		nanos = single(map, strtoul(words[3], NULL, 10), atol(words[4]));
	else
		nanos = batch(map, (unsigned int)atoi(words[3]), (unsigned int)atoi(words[4]));
	printf("%lu %ld\n", sum, nanos);
	return 0;
}
