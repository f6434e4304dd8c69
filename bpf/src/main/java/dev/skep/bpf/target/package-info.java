/**
 * What a kernel is and has, as a value: {@link dev.skep.bpf.target.Target}.
 *
 * <p>Compiling reads nothing but a target, so it needs neither a privilege nor the kernel it
 * compiles for. A target's facts are the kernel's own files (version, BTF, tracepoint formats, CPU
 * lists), read when first asked for: those of the running kernel, or copies of them under the same
 * paths in a folder or a zip file, which {@link dev.skep.bpf.target.TargetWriter} makes.
 *
 * {@snippet :
 * Target here = Target.running();
 * Target there = Target.read(Path.of("target-5.10.zip"));
 * there.tracepoints().format("sched", "sched_switch").orElseThrow().field("next_pid").offset(); // 56
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.target;
