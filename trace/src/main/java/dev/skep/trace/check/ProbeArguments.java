package dev.skep.trace.check;

import dev.skep.bpf.target.TracepointFormat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What {@code args} and {@code argN} are at an attach point, and where its program finds them. */
public sealed interface ProbeArguments {

    /** {@return the type of the argument of that name, or null if there is none} */
    default @Nullable ScriptType type(String name) {
        return null;
    }

    /** {@return the names of the arguments, in order} */
    default List<String> names() {
        return List.of();
    }

    /** No arguments. */
    record None() implements ProbeArguments {}

    /**
     * Arguments at offsets of the context.
     *
     * @param fields the fields, in the order of the format
     */
    record Fields(List<Field> fields) implements ProbeArguments {
        public Fields {
            fields = List.copyOf(fields);
        }

        /** {@return the field of that name, or null} */
        public @Nullable Field field(String name) {
            for (Field field : fields) {
                if (field.name.equals(name)) {
                    return field;
                }
            }
            return null;
        }

        @Override
        public @Nullable ScriptType type(String name) {
            Field field = field(name);
            return field == null ? null : field.type;
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>(fields.size());
            for (Field field : fields) {
                names.add(field.name);
            }
            return names;
        }
    }

    /**
     * A field of a tracepoint.
     *
     * @param name its name
     * @param offset bytes from the start of the context
     * @param size bytes to load from there; less than the record keeps for it where the C type is
     *     narrower, as in the tracepoints of system calls, which keep 8 for an {@code int}
     * @param kind whether the value is at the offset, or the offset says where it is
     * @param type what a script gets: an integer, truth value, pointer, string, or what is of no
     *     use yet
     */
    record Field(String name, int offset, int size, TracepointFormat.Kind kind, ScriptType type) {}

    /**
     * 64-bit words, one behind the other from the start of the context.
     *
     * @param parameters what is known of them, in order; empty if nothing is, and then {@code argN}
     *     still reads a word
     */
    record Words(List<Parameter> parameters) implements ProbeArguments {
        public Words {
            parameters = List.copyOf(parameters);
        }

        /** {@return which argument has that name, from 0, or -1} */
        public int index(String name) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).name.equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public @Nullable ScriptType type(String name) {
            int index = index(name);
            return index < 0 ? null : parameters.get(index).type;
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>(parameters.size());
            for (Parameter parameter : parameters) {
                names.add(parameter.name);
            }
            return names;
        }
    }

    /**
     * The arguments of a function, in registers, the seventh and further on the stack: {@code
     * argN}, and {@code args.x} where something says what they are called.
     *
     * @param space the memory that the stack is in
     * @param slots those whose names are known
     */
    record Registers(AddressSpace space, List<Slot> slots) implements ProbeArguments {
        public Registers {
            slots = List.copyOf(slots);
        }

        /** Makes arguments of which nothing is known. */
        public Registers(AddressSpace space) {
            this(space, List.of());
        }

        @Override
        public @Nullable ScriptType type(String name) {
            Slot slot = Slot.named(slots, name);
            return slot == null ? null : slot.type;
        }

        @Override
        public List<String> names() {
            return Slot.names(slots);
        }
    }

    /** No arguments any more, but a result in a register: {@code retval}. */
    record Result() implements ProbeArguments {}

    /** Named things in the words of a context. */
    sealed interface Slotted extends ProbeArguments {
        /** {@return what there is, in order} */
        List<Slot> slots();

        @Override
        default @Nullable ScriptType type(String name) {
            Slot slot = Slot.named(slots(), name);
            return slot == null ? null : slot.type;
        }

        @Override
        default List<String> names() {
            return Slot.names(slots());
        }
    }

    /**
     * The arguments of a function whose prototype is known, 64-bit words of the context.
     *
     * @param slots the parameters
     * @param words how many words they take
     * @param result the type of the result, which is behind them; null where there is none yet
     */
    record Prototype(List<Slot> slots, int words, @Nullable ScriptType result) implements Slotted {
        public Prototype {
            slots = List.copyOf(slots);
        }
    }

    /**
     * What an iterator's program gets, 64-bit words of the context: {@code ctx.task}.
     *
     * @param slots the members of the context
     */
    record Context(List<Slot> slots) implements Slotted {
        public Context {
            slots = List.copyOf(slots);
        }
    }

    /**
     * The arguments of a USDT probe, wherever the compiler left them: {@code argN}.
     *
     * @param arguments where they are, in order
     */
    record Usdt(List<UsdtPlace> arguments) implements ProbeArguments {
        public Usdt {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Something with a name in the words of a context.
     *
     * @param name its name
     * @param type its type
     * @param word the first word of it, from 0
     */
    record Slot(String name, ScriptType type, int word) {

        /** {@return the one of that name, or null} */
        public static @Nullable Slot named(List<Slot> slots, String name) {
            for (Slot slot : slots) {
                if (slot.name.equals(name)) {
                    return slot;
                }
            }
            return null;
        }

        private static List<String> names(List<Slot> slots) {
            List<String> names = new ArrayList<>(slots.size());
            for (Slot slot : slots) {
                names.add(slot.name);
            }
            return names;
        }
    }

    /**
     * A parameter of a raw tracepoint.
     *
     * @param name its name
     * @param type its type
     */
    record Parameter(String name, ScriptType type) {}
}
