/** Programs and maps as immutable values, before any kernel is involved. */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.spec;
