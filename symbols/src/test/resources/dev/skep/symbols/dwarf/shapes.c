/*
 * What debug information is read from in tests. Each file beside it is made of it by
 *   gcc -shared -nostdlib -fPIC -O0 -gdwarf-5 -o shapes-gcc-dwarf5.so shapes.c
 *   gcc -shared -nostdlib -fPIC -O0 -gdwarf-3 -gstrict-dwarf -gz=zlib -o shapes-gcc-dwarf3.so shapes.c
 *   clang-19 -shared -nostdlib -fPIC -O2 -gdwarf-5 -o shapes-clang-dwarf5.so shapes.c
 *   clang-19 -shared -nostdlib -fPIC -O0 -gdwarf-4 -o shapes-clang-dwarf4.so shapes.c
 * with gcc 12 and clang 19.
 */
enum colour { RED = 1, GREEN = 5, DEEP = -3 };
typedef unsigned long length_t;

struct node {
    struct node *next;
    signed char small;
    short numbers[2][3];
    char text[10];
    unsigned flag : 3;
    int field : 7;
    union {
        int whole;
        char part;
    };
    double ratio;
    enum colour shade;
    void (*call)(int);
    char tail[];
};

union either {
    int a;
    long b;
};

int walk(struct node *first, const char *name, length_t count)
{
    return first->small + name[count];
}

int mixed(int a, double ratio, union either *e, float f, enum colour c)
{
    return a + (int)ratio + e->a + (int)f + c;
}

int by_value(int a, struct node n, int b)
{
    return a + n.small + b;
}

void nothing(void)
{
}

static int hidden(_Bool yes, const volatile int *restrict p)
{
    return yes + *p;
}

int shown(int x)
{
    return hidden(x > 0, &x);
}
