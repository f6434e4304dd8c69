package dev.skep.bpf.record;

import dev.skep.bpf.btf.Layout;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Puts together, once for a record type, the handle that reads a record from memory: a call of its
 * constructor whose arguments are read at their offsets.
 */
final class Decoding {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle SUM = sum();

    private Decoding() {}

    private static MethodHandle sum() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Long.class,
                            "sum",
                            MethodType.methodType(long.class, long.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * {@return a handle of {@code (MemorySegment, long) -> record}, the number being where in the
     * memory the record starts}
     *
     * @param constructor takes all components
     * @param components the components in order
     * @param fields where they are
     */
    static MethodHandle of(
            MethodHandle constructor,
            List<Component> components,
            List<Layout.Struct.Field> fields) {
        MethodHandle decoder = constructor;
        int[] order = new int[2 * components.size()];
        for (int i = components.size() - 1; i >= 0; i--) {
            MethodHandle reader = at(fields.get(i).offset(), reader(components.get(i)));
            decoder = MethodHandles.collectArguments(decoder, i, reader);
            order[2 * i + 1] = 1;
        }
        // Every component is read from the same memory and start.
        MethodType wanted =
                MethodType.methodType(
                        constructor.type().returnType(), MemorySegment.class, long.class);
        return MethodHandles.permuteArguments(decoder, wanted, order);
    }

    private static MethodHandle at(int offset, MethodHandle reader) {
        return offset == 0
                ? reader
                : MethodHandles.filterArguments(
                        reader, 1, MethodHandles.insertArguments(SUM, 1, (long) offset));
    }

    private static MethodHandle reader(Component component) {
        RecordLayout<?> nested = component.nested();
        if (nested != null) {
            return nested.decoder();
        }
        Class<?> type = component.type();
        return switch (component.layout()) {
            case Layout.Int integer ->
                    type == boolean.class ? find("bool", boolean.class) : integer(integer, type);
            case Layout.Text text -> sized("text", String.class, text.size());
            case Layout.Array array ->
                    sized(type.componentType().getSimpleName() + "s", type, array.count());
            case Layout.Struct _ -> throw new IllegalStateException("a struct is a record");
        };
    }

    private static MethodHandle integer(Layout.Int layout, Class<?> type) {
        boolean extendedByZeros = !layout.signed() && layout.size() < Long.BYTES;
        String name = (extendedByZeros ? "unsigned" : "int") + layout.size() * 8;
        Class<?> read =
                extendedByZeros
                        ? long.class
                        : switch (layout.size()) {
                            case 1 -> byte.class;
                            case 2 -> short.class;
                            case 4 -> int.class;
                            default -> long.class;
                        };
        MethodHandle reader = find(name, read);
        // Widens with the sign, or narrows to the bits that were read.
        return MethodHandles.explicitCastArguments(reader, reader.type().changeReturnType(type));
    }

    private static MethodHandle find(String name, Class<?> result) {
        return find(name, MethodType.methodType(result, MemorySegment.class, long.class));
    }

    private static MethodHandle sized(String name, Class<?> result, int size) {
        MethodHandle reader =
                find(
                        name,
                        MethodType.methodType(result, int.class, MemorySegment.class, long.class));
        return MethodHandles.insertArguments(reader, 0, size);
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return LOOKUP.findStatic(MemoryReads.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
