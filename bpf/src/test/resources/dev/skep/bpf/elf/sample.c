/* What the ELF fixtures are made of; make-fixtures.sh says how. Needs no C library. */

#define EXPORT __attribute__((visibility("default"), noinline))

/*
 * A USDT probe as systemtap's sys/sdt.h writes it: a nop, and a note with the addresses of the nop, of the base section
 * and of the semaphore, then provider, name and arguments.
 */
#if defined(__LP64__)
#define WORD ".8byte "
#else
#define WORD ".4byte "
#endif
#define PROBE(name, semaphore, arguments, ...) \
    __asm__ volatile("990: nop\n" \
                     ".pushsection .note.stapsdt,\"\",\"note\"\n" \
                     ".balign 4\n" \
                     ".4byte 992f-991f, 994f-993f, 3\n" \
                     "991: .asciz \"stapsdt\"\n" \
                     "992: .balign 4\n" \
                     "993: " WORD "990b\n" WORD "_.stapsdt.base\n" WORD semaphore "\n" \
                     ".asciz \"sample\"\n.asciz \"" name "\"\n.asciz \"" arguments "\"\n" \
                     "994: .balign 4\n" \
                     ".popsection\n" \
                     ".ifndef _.stapsdt.base\n" \
                     ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n" \
                     ".weak _.stapsdt.base\n.hidden _.stapsdt.base\n" \
                     "_.stapsdt.base: .space 1\n.size _.stapsdt.base,1\n" \
                     ".popsection\n.endif\n" ::__VA_ARGS__)

int counter = 7;

#if defined(__x86_64__) && !defined(__BPF__)
unsigned short sample_counted_semaphore __attribute__((section(".probes"), used, visibility("hidden")));

EXPORT int probed(int first, char *second, const long *table) {
    PROBE("entry", "0", "-4@%0 8@%1 8@$42", "nor"(first), "nor"(second));
    PROBE("counted", "sample_counted_semaphore", "8@-8(%%rsp) 4@counter(%%rip) 8@16(%%rdx,%%rcx,8) 8f@%%xmm0", "m"(*table));
    PROBE("bare", "0", "", "r"(first));
    return first + counter;
}

static int fast(int x) { return x * 2; }
static void *choose(void) { return fast; }
EXPORT int indirect(int x) __attribute__((ifunc("choose")));
#endif

__attribute__((noinline)) static int hidden_part(int x) { return x * counter + 1; }

EXPORT int visible(int x) { return hidden_part(x) - 3; }

EXPORT int visible_alias(int x) __attribute__((alias("visible")));
EXPORT int _weak_alias(int x) __attribute__((weak, alias("visible")));

#ifdef VERSIONED
EXPORT int renewed_old(int x) { return x - 1; }
EXPORT int renewed_new(int x) { return x + 1; }
__asm__(".symver renewed_old, renewed@SAMPLE_1.0");
__asm__(".symver renewed_new, renewed@@SAMPLE_2.0");
#endif

#ifdef PROGRAM
void _start(void) {
    visible(1);
    for (;;) { }
}

/* A label of an assembler file: no type, no size. */
__asm__(".text\n.globl bare_label\nbare_label: nop\nnop\nnop\nret\n");
#endif
