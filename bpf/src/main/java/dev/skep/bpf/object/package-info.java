/**
 * Objects as files: an {@link dev.skep.bpf.spec.ObjectSpec} written as the ELF file that clang
 * would make of a program in C, so that libbpf, bpftool and every other loader can load it.
 *
 * <p>Programs are in sections whose names tell what they attach to; what they call is in {@code
 * .text}; maps are variables of section {@code .maps}, described by BTF; data maps are data
 * sections. {@code .BTF.ext} keeps the functions' types and every instruction's source line.
 */
@NullMarked
package dev.skep.bpf.object;

import org.jspecify.annotations.NullMarked;
