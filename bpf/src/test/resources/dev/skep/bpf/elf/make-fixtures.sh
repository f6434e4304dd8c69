#!/bin/sh
# Makes the ELF fixtures again; tests need none of these tools. Made with gcc 12.2, binutils 2.40 and clang 19.
set -eu
cd "$(dirname "$0")"
linked="-O1 -fno-omit-frame-pointer -fno-asynchronous-unwind-tables -nostdlib -fcf-protection=none
    -Wl,-z,noseparate-code -Wl,-z,max-page-size=4096 -Wl,--build-id=sha1 -Wl,--hash-style=gnu"
versions=$(mktemp)
trap 'rm -f "$versions"' EXIT
echo 'SAMPLE_1.0 { global: *; }; SAMPLE_2.0 { } SAMPLE_1.0;' >"$versions"

gcc $linked -DVERSIONED -fPIC -shared -Wl,--version-script="$versions" -o libsample.so sample.c
gcc $linked -DPROGRAM -no-pie -static -o sample-exec sample.c
gcc $linked -DPROGRAM -fPIE -static-pie -Wl,--no-dynamic-linker -o sample-pie sample.c
gcc $linked -DPROGRAM -m32 -no-pie -static -o sample-32 sample.c
# Stripped, with the symbols in a file of their own.
objcopy --only-keep-debug sample-pie sample-pie.debug
objcopy --strip-all --add-gnu-debuglink=sample-pie.debug sample-pie sample-pie-stripped
# Objects: little-endian with addends, big-endian of 64 and of 32 bits, BPF of both orders, compressed sections.
gcc -O1 -g1 -gz=zlib -c -o sample-x86-64.o sample.c
clang-19 --target=powerpc64-linux-gnu -O1 -c -o sample-ppc64.o sample.c
clang-19 --target=mips-linux-gnu -O1 -c -o sample-mips32.o sample.c
clang-19 --target=bpfel -O2 -c -o sample-el.bpf.o sample.bpf.c
clang-19 --target=bpfeb -O2 -c -o sample-eb.bpf.o sample.bpf.c
