/** Reading what programs send: ring buffers. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.event;
