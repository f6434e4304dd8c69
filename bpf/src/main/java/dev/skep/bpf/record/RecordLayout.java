package dev.skep.bpf.record;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.LayoutMismatchException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.event.RecordHandler;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a Java record lies in memory. Made once for a type, by reflection; reading records takes
 * none. Immutable; may be used from any thread.
 *
 * @param <R> the type of record
 */
public final class RecordLayout<R extends Record> {

    private final Class<R> type;
    private final List<Component> components;
    private final Layout.Struct layout;
    private final MethodHandle decoder;

    /** The decoder, of a type that {@code invokeExact} can be called with here. */
    private final MethodHandle erasedDecoder;

    private RecordLayout(Class<R> type, MethodHandles.@Nullable Lookup lookup) {
        this.type = type;
        List<Component> found = new ArrayList<>();
        Layout.StructBuilder struct = Layout.struct(type.getSimpleName());
        RecordComponent[] declared = type.getRecordComponents();
        Class<?>[] types = new Class<?>[declared.length];
        for (int i = 0; i < declared.length; i++) {
            Component component = Component.of(declared[i], lookup);
            found.add(component);
            struct.field(component.name(), component.layout());
            types[i] = component.type();
        }
        components = List.copyOf(found);
        layout = struct.build();
        decoder = Decoding.of(constructor(type, types, lookup), components, layout.fields());
        erasedDecoder = decoder.asType(decoder.type().changeReturnType(Record.class));
    }

    /**
     * {@return how records of that type lie in memory}
     *
     * @throws IllegalArgumentException if a component's type or size can't be a field, or the
     *     record's package is not open to the module {@code dev.skep.bpf}; then {@link
     *     #of(MethodHandles.Lookup, Class)} helps
     */
    public static <R extends Record> RecordLayout<R> of(Class<R> type) {
        return of(type, null);
    }

    /**
     * {@return how records of that type lie in memory}
     *
     * @param lookup one that sees the record's constructor: {@code MethodHandles.lookup()} beside
     *     it
     * @throws IllegalArgumentException if a component's type or size can't be a field, or the
     *     lookup does not see the constructor
     */
    public static <R extends Record> RecordLayout<R> of(
            MethodHandles.Lookup lookup, Class<R> type) {
        return of(type, lookup);
    }

    static <R extends Record> RecordLayout<R> of(
            Class<R> type, MethodHandles.@Nullable Lookup lookup) {
        return new RecordLayout<>(type, lookup);
    }

    private static MethodHandle constructor(
            Class<?> type, Class<?>[] types, MethodHandles.@Nullable Lookup lookup) {
        try {
            if (lookup != null) {
                return lookup.findConstructor(type, MethodType.methodType(void.class, types));
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "the constructor of "
                            + type.getName()
                            + " can't be called: open its package to dev.skep.bpf, or hand in"
                            + " MethodHandles.lookup()",
                    e);
        }
    }

    /** {@return the type of record} */
    public Class<R> type() {
        return type;
    }

    /** {@return the struct that a record is} */
    public Layout.Struct layout() {
        return layout;
    }

    /** {@return bytes of a record} */
    public int size() {
        return layout.size();
    }

    List<Component> components() {
        return components;
    }

    MethodHandle decoder() {
        return decoder;
    }

    /**
     * {@return the record at an offset}
     *
     * @param memory the memory, of any alignment
     * @param offset where in it the record starts
     * @throws IndexOutOfBoundsException if it does not lie inside
     */
    public R decode(MemorySegment memory, long offset) {
        try {
            return type.cast((Record) erasedDecoder.invokeExact(memory, offset));
        } catch (RuntimeException | Error e) {
            throw e; // The record's own constructor may refuse what it is given.
        } catch (Throwable e) {
            throw new IllegalStateException("a record's constructor throws nothing checked", e);
        }
    }

    /**
     * Compares the record with the struct that a program writes: each component must be a field of
     * that name, offset, size and sign. Fields without a component must fall into padding.
     *
     * @param btf the types of the program's object
     * @param struct the struct's name
     * @return this
     * @throws LayoutMismatchException if they differ; the message shows both sides
     */
    public RecordLayout<R> check(Btf btf, String struct) {
        new RecordCheck(this, btf, struct).run();
        return this;
    }

    /**
     * {@return a handler for a ring buffer or perf buffer whose records are all of this type}
     *
     * <p>It throws a {@link BpfException} at a record that is too short.
     */
    public RecordHandler handler(Consumer<? super R> consumer) {
        return (memory, offset, length) -> {
            if (length < layout.size()) {
                throw new BpfException(
                        "a record of "
                                + length
                                + " bytes arrived, but "
                                + type.getSimpleName()
                                + " has "
                                + layout.size());
            }
            consumer.accept(decode(memory, offset));
        };
    }

    @Override
    public String toString() {
        return type.getSimpleName() + " " + layout;
    }
}
