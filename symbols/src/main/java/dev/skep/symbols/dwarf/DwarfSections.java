package dev.skep.symbols.dwarf;

import static dev.skep.symbols.dwarf.DwarfCodes.AT_SIBLING;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_STR_OFFSETS_BASE;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_NAMESPACE;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSection;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sections of a file that begin with {@code .debug_}, and the entries in them. */
final class DwarfSections {
    private static final String INFO = ".debug_info";

    /** As deep as namespaces nest. */
    private static final int DEEPEST = 100;

    private final DwarfCursor info;
    private final ByteBuffer shapes;
    private final @Nullable DwarfCursor strings;
    private final @Nullable DwarfCursor lineStrings;
    private final @Nullable DwarfCursor stringOffsets;
    private final Map<Long, Abbreviations> tables = new HashMap<>();
    private final List<Unit> units = new ArrayList<>();

    private DwarfSections(ElfFile file, ByteBuffer info, ByteBuffer shapes) {
        this.info = new DwarfCursor(INFO, info, 0);
        this.shapes = shapes;
        this.strings = cursor(file, ".debug_str");
        this.lineStrings = cursor(file, ".debug_line_str");
        this.stringOffsets = cursor(file, ".debug_str_offsets");
        readUnits();
    }

    /** {@return those of a file, or null if it has no entries} */
    static @Nullable DwarfSections of(ElfFile file) {
        ByteBuffer info = contents(file, INFO);
        ByteBuffer shapes = contents(file, ".debug_abbrev");
        return info == null || shapes == null || info.limit() == 0
                ? null
                : new DwarfSections(file, info, shapes);
    }

    private static @Nullable ByteBuffer contents(ElfFile file, String name) {
        ElfSection section = file.section(name);
        // Programs of this machine are little-endian, and nobody traces others.
        return section == null
                ? null
                : file.contents(section).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static @Nullable DwarfCursor cursor(ElfFile file, String name) {
        ByteBuffer bytes = contents(file, name);
        return bytes == null ? null : new DwarfCursor(name, bytes, 0);
    }

    private void readUnits() {
        while (!info.atEnd()) {
            Unit unit = Unit.read(info);
            Entry top = read(unit, unit.first());
            units.add(
                    top != null && top.has(AT_STR_OFFSETS_BASE)
                            ? unit.withStrings(top.value(AT_STR_OFFSETS_BASE))
                            : unit);
            info.moveTo(unit.end());
        }
    }

    List<Unit> units() {
        return units;
    }

    /** {@return the entry at an offset of the section, or null if there is none} */
    @Nullable Entry entry(long offset) {
        int low = 0;
        int high = units.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Unit unit = units.get(middle);
            if (offset >= unit.end()) {
                low = middle + 1;
            } else if (offset < unit.first()) {
                high = middle - 1;
            } else {
                return read(unit, offset);
            }
        }
        return null;
    }

    private @Nullable Entry read(Unit unit, long offset) {
        info.moveTo(offset);
        long code = info.uleb();
        if (code == 0) {
            return null;
        }
        Abbreviations table = tables.get(unit.abbreviations());
        if (table == null) {
            table =
                    new Abbreviations(
                            new DwarfCursor(".debug_abbrev", shapes, unit.abbreviations()));
            tables.put(unit.abbreviations(), table);
        }
        Abbreviations.Shape shape = table.shape(code);
        if (shape == null) {
            throw info.malformed("no shape has the code " + code);
        }
        return new Entry(unit, offset, shape, info);
    }

    /** {@return the entries of a tag at the top of a unit, and in its namespaces} */
    List<Entry> declared(Unit unit, int tag) {
        List<Entry> found = new ArrayList<>();
        Entry top = read(unit, unit.first());
        if (top != null) {
            collect(top, tag, 0, found);
        }
        return found;
    }

    private void collect(Entry parent, int tag, int depth, List<Entry> found) {
        if (depth > DEEPEST) {
            throw info.malformed("namespaces nest more than " + DEEPEST + " deep");
        }
        for (Entry child : children(parent)) {
            if (child.tag() == tag) {
                found.add(child);
            } else if (child.tag() == TAG_NAMESPACE) {
                collect(child, tag, depth + 1, found);
            }
        }
    }

    /** {@return what is directly in an entry} */
    List<Entry> children(Entry parent) {
        List<Entry> children = new ArrayList<>();
        if (!parent.hasChildren()) {
            return children;
        }
        Unit unit = parent.unit();
        long at = parent.next();
        int depth = 0;
        while (at < unit.end()) {
            Entry entry = read(unit, at);
            if (entry == null) {
                if (depth == 0) {
                    break;
                }
                depth--;
                at++;
                continue;
            }
            if (depth == 0) {
                children.add(entry);
            }
            if (!entry.hasChildren()) {
                at = entry.next();
            } else if (entry.value(AT_SIBLING) > at) {
                at = entry.value(AT_SIBLING);
            } else {
                at = entry.next();
                depth++;
            }
        }
        return children;
    }

    /** {@return the text of an attribute, or null if it has none} */
    @Nullable String text(Entry entry, int attribute) {
        if (!entry.has(attribute)) {
            return null;
        }
        long value = entry.value(attribute);
        int form = entry.form(attribute);
        return switch (form) {
            case Form.STRING -> info.text(value);
            case Form.STRP -> text(strings, value);
            case Form.LINE_STRP -> text(lineStrings, value);
            default ->
                    form == Form.STRX || (form >= Form.STRX1 && form <= Form.STRX4)
                            ? indexed(entry.unit(), value)
                            : null;
        };
    }

    private @Nullable String indexed(Unit unit, long index) {
        DwarfCursor offsets = stringOffsets;
        if (offsets == null) {
            return null;
        }
        offsets.moveTo(unit.strings() + index * unit.offsetSize());
        return text(strings, offsets.unsigned(unit.offsetSize()));
    }

    private static @Nullable String text(@Nullable DwarfCursor section, long offset) {
        return section == null ? null : section.text(offset);
    }
}
