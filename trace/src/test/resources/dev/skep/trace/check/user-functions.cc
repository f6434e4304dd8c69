/*
 * A library with debug information, for tests of args and of names of C++. Made by
 *   g++ -shared -nostdlib -fPIC -O0 -g -o user-functions.so user-functions.cc
 * with gcc 12.
 */
struct node {
    node *next;
    int numbers[3];
    char name[8];
};

extern "C" int walk(node *first, const char *text, unsigned long count)
{
    return first->numbers[0] + text[count];
}

extern "C" int many(int a, int b, int c, int d, double e, int f, int g, int h)
{
    return a + b + c + d + (int)e + f + g + h;
}

extern "C" int by_value(int a, node whole, int b)
{
    return a + whole.numbers[0] + b;
}

namespace ns {
struct counter {
    int total;
    int add(int by);
};

int counter::add(int by)
{
    return total += by;
}

int twice(int a)
{
    return a + a;
}

double twice(double a)
{
    return a + a;
}
}
