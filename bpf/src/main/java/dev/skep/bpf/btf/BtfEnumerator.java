package dev.skep.bpf.btf;

/**
 * A constant of an enumeration, found by its name.
 *
 * @param type the id of its enumeration
 * @param value the value: of an unsigned enumeration of 32 bits zero-extended, else as it stands
 */
public record BtfEnumerator(int type, long value) {}
