/** BTF, the kernel's type information, and the layout of bytes. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.btf;
