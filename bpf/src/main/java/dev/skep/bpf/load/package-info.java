/** From specs to kernel objects: creates maps, loads programs. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.load;
