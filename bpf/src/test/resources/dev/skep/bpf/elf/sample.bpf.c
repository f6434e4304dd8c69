/* An object of BPF, with relocations to a map, to data and to a function; make-fixtures.sh says how it is made. */

#define SEC(name) __attribute__((section(name), used))

struct {
    int (*type)[1];
    int (*max_entries)[1];
} counts SEC(".maps");

int limit = 5;

__attribute__((noinline)) static long twice(long x) { return x * limit; }

SEC("tracepoint/sched/sched_switch") int on_switch(void *ctx) {
    long *(*lookup)(void *, const void *) = (void *)1;
    int key = 0;
    long *value = lookup(&counts, &key);
    return value ? twice(*value) : 0;
}

char _license[] SEC("license") = "GPL";
