/** Attaching loaded programs to what happens in the kernel. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.link;
