/* Every kind of instruction that clang makes, for the disassembler's comparison with llvm-objdump. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))

struct {
	int (*type)[1];
} map SEC(".maps");

int counter;
static void *(*map_lookup_elem)(void *, const void *) = (void *)1;
static u64 (*ktime_get_ns)(void) = (void *)5;

__attribute__((noinline)) static s64 divide(s64 a, s64 b)
{
#if __BPF_CPU_VERSION__ >= 4
	return a / b + a % b + (s32)a / (s32)b + (s32)a % 7 + a / -3;
#else
	return (u64)a / b + (u64)a % b + (u32)a / (u32)b + (u32)a % 7;
#endif
}

__attribute__((noinline)) static u64 shifts(u64 x, u32 y, s64 z)
{
	u64 sum = (x << 3) + (x >> (y & 63)) + (z >> 5) + (z >> (y & 31));
	sum ^= (u32)(y << 4) + (y >> 9) + ((s32)y >> 2);
	sum |= (s8)x;
	sum -= (s16)x;
	sum *= (s64)(s32)y;
	return -sum + -y;
}

SEC("socket") long memory(volatile u8 *b, volatile s16 *h, volatile u32 *w, volatile s64 *d)
{
	s64 sum = b[0] + h[-5] + w[0x1000] + d[3];
	sum += *(volatile s8 *)b + *(volatile u16 *)h + *(volatile s32 *)w;
	b[1] = sum;
	h[2] = sum;
	w[3] = sum;
	d[-4] = sum;
	b[5] = 7;
	h[6] = -3;
	w[7] = 0x89abcdef;
	d[8] = -1;
	sum += __builtin_bswap16(*h) + __builtin_bswap32(*w) + __builtin_bswap64(*d);
	return sum + divide(sum, *d) + shifts(sum, *w, *d);
}

SEC("socket") long atomics(u64 *d, u32 *w, u64 x)
{
	__sync_fetch_and_add(d, x);
	__sync_fetch_and_add(w, x);
#if __BPF_CPU_VERSION__ >= 3
	u64 sum = __sync_fetch_and_add(d, 1) + __sync_fetch_and_and(d, 2);
	sum ^= __sync_fetch_and_or(d, 3) + __sync_fetch_and_xor(d, 4);
	sum += __sync_fetch_and_add(w, 1) + __sync_fetch_and_and(w, 2);
	sum ^= __sync_fetch_and_or(w, 3) + __sync_fetch_and_xor(w, 4);
	sum += __sync_lock_test_and_set(d, 5) + __sync_lock_test_and_set(w, 5);
	sum += __sync_val_compare_and_swap(d, sum, x) + __sync_val_compare_and_swap(w, (u32)sum, 6);
	return sum;
#else
	return 0;
#endif
}

SEC("tc") int control(volatile u64 *p, s64 n, u32 m)
{
	int key = 5;
	u64 sum = 0x123456789abcdefULL;

	for (int i = 0; i < n; i++) {
		if (p[i] == 3 || p[i + 1] != sum)
			sum += p[2];
		if (p[i] > 7 && (s64)p[i] < -7)
			sum ^= p[3];
		if (m >= 9 || (s32)m <= -9)
			sum |= m;
		if (m & 0x10)
			break;
		if (p[i] & 0x20)
			sum = ~sum;
	}
	if (map_lookup_elem(&map, &key))
		counter++;
	asm volatile goto("if r1 s> %0 goto %l[out]" ::"r"(n)::out);
	return sum + ktime_get_ns();
out:
	return 1;
}

u64 load_half(void *skb, u64 offset) asm("llvm.bpf.load.half");

SEC("socket") int packet(void *skb)
{
	return load_half(skb, 12) + load_half(skb, load_half(skb, 14));
}
