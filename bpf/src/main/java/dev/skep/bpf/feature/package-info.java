/**
 * What a kernel can do, found out by trying.
 *
 * <p>{@link dev.skep.bpf.feature.Features} answers for a {@link dev.skep.bpf.feature.Feature}: a
 * program type, a map type, a helper in a program type, or one of the enumerated features of BTF,
 * instructions, loading, maps and attaching. It loads or attaches the smallest program that needs
 * the feature and cleans up at once. There are three {@linkplain dev.skep.bpf.feature.Answer
 * answers}: yes, no with the reason, and that it could not be told; a missing privilege is never a
 * no. Yes and no are kept for the life of the process.
 *
 * <p>Each feature declares the first kernel that has it and the options it is built by, so that a
 * test can hold the probes against the declarations.
 *
 * {@snippet :
 * Features features = Features.running();
 * if (features.has(Feature.of(MapType.RINGBUF))) {
 *     // ...
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.feature;
