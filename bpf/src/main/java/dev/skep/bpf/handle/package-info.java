/** Descriptors with an owner. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.handle;
