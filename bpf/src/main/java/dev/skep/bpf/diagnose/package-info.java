/** Why the kernel said no. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.diagnose;
