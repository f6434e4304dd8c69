/**
 * BTF, the type information of kernels and BPF objects, and {@link dev.skep.bpf.btf.Layout}, how
 * bytes are laid out.
 *
 * <p>{@link dev.skep.bpf.btf.Btf} reads: opening a kernel's 5 MB is one pass over its types, after
 * which types are decoded ({@link dev.skep.bpf.btf.BtfType}) and names compared only as they are
 * asked for. Types refer to each other by number. {@link dev.skep.bpf.btf.BtfBuilder} writes,
 * {@link dev.skep.bpf.btf.BtfSubset} copies what chosen types need, {@link
 * dev.skep.bpf.btf.LayoutTypes} makes types of layouts, {@link dev.skep.bpf.btf.BtfDump} prints.
 *
 * {@snippet :
 * Btf kernel = Target.running().btf().orElseThrow();
 * int task = kernel.find("task_struct", BtfKind.STRUCT);
 * kernel.field(task, "se.exec_start").offset();
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.btf;
