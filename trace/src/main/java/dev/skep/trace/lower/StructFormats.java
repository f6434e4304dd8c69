package dev.skep.trace.lower;

import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.Layout;
import dev.skep.trace.check.BtfTypes;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.ValueFormat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How user space reads structs of C, records and enums. */
final class StructFormats {
    private final ValueFormats formats;

    StructFormats(ValueFormats formats) {
        this.formats = formats;
    }

    /** {@return how a record is read} */
    ValueFormat of(ScriptType.NamedTuple record) {
        Layout.Struct layout = (Layout.Struct) record.layout();
        List<ValueFormat.Field> fields = new ArrayList<>(record.names().size());
        for (int i = 0; i < record.names().size(); i++) {
            fields.add(
                    new ValueFormat.Field(
                            record.names().get(i),
                            layout.fields().get(i).offset(),
                            formats.of(record.values().get(i))));
        }
        return new ValueFormat.Struct(layout, fields);
    }

    /** {@return how a struct is read; members that the language has no type for are left out} */
    ValueFormat of(ScriptType.Composite struct) {
        List<ValueFormat.Field> fields = new ArrayList<>();
        for (BtfTypes.Member member : BtfTypes.members(struct)) {
            if (!isShown(member.type())) {
                continue;
            }
            ValueFormat format =
                    member.type() instanceof ScriptType.Text(int capacity)
                            ? new ValueFormat.Text(capacity - 1, "")
                            : formats.of(member.type());
            if (member.isBitField()) {
                format = new ValueFormat.Bits(format, member.bitOffset() & 7, member.bitSize());
            }
            fields.add(new ValueFormat.Field(member.name(), member.offset(), format));
        }
        return new ValueFormat.Struct(struct.layout(), fields);
    }

    private static boolean isShown(ScriptType type) {
        return switch (type) {
            case ScriptType.Array(ScriptType element, int _) -> isShown(element);
            case ScriptType.Opaque _, ScriptType.Void _ -> false;
            case ScriptType _ -> true;
        };
    }

    /** {@return how an enum is read} */
    static ValueFormat enumeration(ScriptType.Enumeration type) {
        Map<Long, String> names = new HashMap<>();
        if (type.btf().type(type.id()) instanceof BtfType.Enumeration enumeration) {
            for (BtfType.Enumerator enumerator : enumeration.enumerators()) {
                names.putIfAbsent(enumerator.value(), enumerator.name());
            }
        }
        return new ValueFormat.Enumeration(type.size(), type.signed(), names);
    }
}
