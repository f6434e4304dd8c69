/**
 * BTF as C: what {@code vmlinux.h} is made of.
 *
 * <p>{@link dev.skep.bpf.btf.c.CDump} appends definitions in an order that a compiler accepts, with
 * padding and attributes that make it lay everything out as the types say; {@link
 * dev.skep.bpf.btf.c.CHeader} is what stands around them in a header.
 *
 * {@snippet :
 * StringBuilder text = new StringBuilder();
 * new CDump(btf, text).define(btf.find("task_struct", BtfKind.STRUCT));
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.btf.c;
