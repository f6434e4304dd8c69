package dev.skep.trace.check;

import dev.skep.bpf.target.TracepointFormat;
import dev.skep.bpf.target.TracepointFormat.Kind;
import dev.skep.trace.check.ScriptType.Int;

import java.util.ArrayList;
import java.util.List;

/**
 * The types of a tracepoint's fields, by their C declarations and by what the format says of their
 * sizes.
 */
final class TracepointArguments {
    private final int maxStrlen;
    private final AddressSpace space;
    private final NamedTypes names;

    private TracepointArguments(int maxStrlen, AddressSpace space, NamedTypes names) {
        this.maxStrlen = maxStrlen;
        this.names = names;
        this.space = space;
    }

    /** {@return the fields of a tracepoint that scripts may use} */
    static ProbeArguments.Fields of(TracepointFormat format, int maxStrlen, NamedTypes names) {
        // What a system call is given points into the process that calls.
        boolean syscall = format.name().category().equals("syscalls");
        var types =
                new TracepointArguments(
                        maxStrlen, syscall ? AddressSpace.USER : AddressSpace.KERNEL, names);
        List<ProbeArguments.Field> fields = new ArrayList<>(format.fields().size());
        for (TracepointFormat.Field field : format.fields()) {
            if (!field.isCommon()) {
                fields.add(types.field(field));
            }
        }
        return new ProbeArguments.Fields(fields);
    }

    private ProbeArguments.Field field(TracepointFormat.Field field) {
        ScriptType type =
                switch (field.kind()) {
                    case PLAIN -> plain(field);
                    case ARRAY -> array(field);
                    case DATA_LOC, REL_LOC -> elsewhere(field);
                };
        int size = field.kind() == Kind.PLAIN && type.size() > 0 ? type.size() : field.size();
        return new ProbeArguments.Field(field.name(), field.offset(), size, field.kind(), type);
    }

    private ScriptType plain(TracepointFormat.Field field) {
        ScriptType type = CTypes.declared(field.type(), space, names);
        if (type != null && type.size() > 0 && type.size() <= field.size()) {
            // An int of a system call is kept in 8 bytes, of which the upper half is not part of
            // it.
            return type;
        }
        return switch (field.size()) {
            case 1, 2, 4, 8 ->
                    type instanceof ScriptType.Opaque
                            ? type
                            : new Int(field.size(), field.signed());
            default -> type == null ? new ScriptType.Opaque(field.type()) : type;
        };
    }

    private ScriptType array(TracepointFormat.Field field) {
        ScriptType element = CTypes.declared(field.elementType(), space, names);
        if (isCharacter(field) && field.size() > 0) {
            return new ScriptType.Text(field.size());
        }
        if (element == null || element.size() == 0) {
            return new ScriptType.Opaque(field.type());
        }
        return new ScriptType.Array(element, field.size() / element.size());
    }

    private ScriptType elsewhere(TracepointFormat.Field field) {
        if (isCharacter(field)) {
            return new ScriptType.Text(maxStrlen);
        }
        return new ScriptType.Opaque(field.type());
    }

    private static boolean isCharacter(TracepointFormat.Field field) {
        return field.elementType().equals("char") || field.elementType().equals("const char");
    }
}
