/**
 * The symbols of a kernel: {@code /proc/kallsyms}, addresses and names of its functions, its data
 * and those of its modules.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.kallsyms;
