/**
 * What the kernel tells of its BPF objects: by descriptor, as {@link dev.skep.bpf.BpfProgram#info},
 * or by id, for objects of any process, by {@link dev.skep.bpf.info.KernelObjects}.
 *
 * <p>A kernel fills in what it knows of; what it is too old for reads as 0 or empty. Run times are
 * counted while a {@link dev.skep.bpf.info.RunStatistics} is open.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.info;
