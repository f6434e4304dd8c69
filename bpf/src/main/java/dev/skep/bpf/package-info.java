/** The library: load BPF programs, attach them, use their maps, read their events. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf;
