package dev.skep.bpf.record;

import dev.skep.bpf.btf.Layout;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;

/**
 * A component of a record, and what stands for it in memory.
 *
 * @param name what the field is called
 * @param declared how the component is declared, for messages: {@code @Unsigned int}
 * @param type its Java type
 * @param layout the field
 * @param nested how to read it, if it is a record itself
 */
record Component(
        String name,
        String declared,
        Class<?> type,
        Layout layout,
        @Nullable RecordLayout<?> nested) {

    /** {@return the component; {@code lookup} sees records inside it, or is null} */
    static Component of(RecordComponent component, MethodHandles.@Nullable Lookup lookup) {
        FieldName fieldName = component.getAnnotation(FieldName.class);
        String name = fieldName == null ? component.getName() : fieldName.value();
        Size size = component.getAnnotation(Size.class);
        boolean unsigned = component.isAnnotationPresent(Unsigned.class);
        Class<?> type = component.getType();
        String declared =
                (unsigned ? "@Unsigned " : "")
                        + (size == null ? "" : "@Size(" + size.value() + ") ")
                        + type.getSimpleName();
        if (type.isRecord()) {
            RecordLayout<?> nested = RecordLayout.of(type.asSubclass(Record.class), lookup);
            return new Component(name, declared, type, nested.layout(), nested);
        }
        return new Component(name, declared, type, layout(component, type, size, unsigned), null);
    }

    private static Layout layout(
            RecordComponent component, Class<?> type, @Nullable Size size, boolean unsigned) {
        if (type == boolean.class) {
            return new Layout.Int(1, false);
        }
        int whole = integerBytes(type);
        if (whole > 0) {
            int bytes = size == null ? whole : size.value();
            if (Integer.bitCount(bytes) != 1 || bytes > whole) {
                throw unsupported(component, "an integer of " + bytes + " bytes");
            }
            return new Layout.Int(bytes, !unsigned);
        }
        boolean text = type == String.class;
        int element = type.isArray() ? integerBytes(type.getComponentType()) : 0;
        if (!text && element == 0) {
            throw unsupported(component, "no field that Skep can read");
        }
        if (size == null || size.value() <= 0) {
            throw unsupported(component, "of a size that only @Size can tell");
        }
        return text
                ? new Layout.Text(size.value())
                : new Layout.Array(new Layout.Int(element, !unsigned), size.value());
    }

    private static int integerBytes(Class<?> type) {
        if (type == long.class) {
            return Long.BYTES;
        }
        if (type == int.class) {
            return Integer.BYTES;
        }
        if (type == short.class) {
            return Short.BYTES;
        }
        return type == byte.class ? Byte.BYTES : 0;
    }

    private static IllegalArgumentException unsupported(RecordComponent component, String what) {
        return new IllegalArgumentException(
                component.getDeclaringRecord().getSimpleName()
                        + "."
                        + component.getName()
                        + " ("
                        + component.getType().getSimpleName()
                        + ") is "
                        + what);
    }
}
