/**
 * Java records for the structs that programs write.
 *
 * <p>A component's type says how its bytes are read, by the rules of C for the machine: {@code
 * byte}, {@code short}, {@code int} and {@code long} are integers of 1 to 8 bytes, signed unless
 * they are {@link dev.skep.bpf.record.Unsigned}; {@code boolean} is {@code _Bool}; a {@code String}
 * is an array of characters, an array is an array, both with their {@link
 * dev.skep.bpf.record.Size}; a record is a struct. A component is called as the field is, in camel
 * case where the field's name has underscores, or as {@link dev.skep.bpf.record.FieldName} says.
 *
 * {@snippet :
 * record Open(@Unsigned int pid, @Size(16) String comm, @Size(256) String path) {}
 *
 * RecordLayout<Open> layout = RecordLayout.of(Open.class).check(btf, "open_event");
 * var events = new RingBuffer(map, target, layout.handler(open -> out.println(open.path())));
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.record;
