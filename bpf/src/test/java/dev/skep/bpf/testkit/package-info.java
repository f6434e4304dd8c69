/**
 * Random tests with a seed and with shrinking, and generators of what this module is about. Other
 * modules use it through the test jar.
 *
 * <p>A {@link dev.skep.bpf.testkit.Generator} draws numbers from {@link
 * dev.skep.bpf.testkit.Choices}; a {@link dev.skep.bpf.testkit.Property} runs a check over what it
 * makes. When a check fails, it is the drawn numbers that are made fewer and smaller, so that every
 * generator shrinks without knowing how.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.testkit;
