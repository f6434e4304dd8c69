package dev.skep.trace.check;

import java.util.List;

/** What {@code args} and {@code argN} are at an attach point, and where its program finds them. */
public sealed interface ProbeArguments {

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
    }

    /**
     * A field of a tracepoint.
     *
     * @param name its name
     * @param offset bytes from the start of the context
     * @param size bytes there; 4 for a {@code __data_loc}
     * @param dynamic whether the 4 bytes at the offset say where the value is ({@code __data_loc}):
     *     the low half is the offset, the high half the size
     * @param type what a script gets: an integer, pointer, string or array
     */
    record Field(String name, int offset, int size, boolean dynamic, ScriptType type) {}

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
    }

    /**
     * A parameter of a raw tracepoint.
     *
     * @param name its name
     * @param type its type
     */
    record Parameter(String name, ScriptType type) {}
}
