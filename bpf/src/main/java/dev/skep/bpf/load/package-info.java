/**
 * From specs to kernel objects. {@link dev.skep.bpf.load.Loader} loads the object's BTF, creates
 * and fills its maps, puts their descriptors into the code, and loads the programs; what depends on
 * the kernel it finds there is decided here and nowhere before. What the kernel refuses is told as
 * an exception that says what was attempted, why it failed and what to do.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.load;
