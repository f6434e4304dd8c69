package dev.skep.symbols.dwarf;

import static dev.skep.symbols.dwarf.DwarfCodes.AT_ABSTRACT_ORIGIN;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_DECLARATION;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_LINKAGE_NAME;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_MIPS_LINKAGE_NAME;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_NAME;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_SPECIFICATION;
import static dev.skep.symbols.dwarf.DwarfCodes.AT_TYPE;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_CLASS;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_ENUMERATION;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_PARAMETER;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_STRUCTURE;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_SUBPROGRAM;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_TYPEDEF;
import static dev.skep.symbols.dwarf.DwarfCodes.TAG_UNION;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.elf.ElfFile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the DWARF of a program or library says about its functions and types. Each question is a
 * pass over all of it, so ask once for all that is needed. Immutable but for what it remembers; for
 * one thread.
 */
public final class DebugInfo {
    private final DwarfSections sections;
    private final String name;

    /**
     * A function that has instructions.
     *
     * @param name as it was asked for
     * @param parameters in order; {@code this} of a C++ method first
     */
    public record Function(String name, List<Parameter> parameters) {
        /** Keeps a copy of the list. */
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter of a function.
     *
     * @param name its name, empty if it has none
     * @param type its type, among those that came with it; 0 if that is not known
     */
    public record Parameter(String name, int type) {}

    /**
     * Functions and the types that they need.
     *
     * @param types all of them
     * @param byName the functions that are known
     */
    public record Functions(Btf types, Map<String, Function> byName) {
        /** Keeps a copy of the map. */
        public Functions {
            byName = Map.copyOf(byName);
        }
    }

    /**
     * A type that was looked for by its name.
     *
     * @param types itself and those it needs
     * @param id which it is
     */
    public record Named(Btf types, int id) {}

    private DebugInfo(String name, DwarfSections sections) {
        this.name = name;
        this.sections = sections;
    }

    /**
     * {@return what debuggers are told of a file, or null if that is nothing}
     *
     * @throws MalformedObjectException if it can't be read
     */
    public static @Nullable DebugInfo of(ElfFile file) {
        DwarfSections sections = DwarfSections.of(file);
        return sections == null ? null : new DebugInfo(file.name(), sections);
    }

    /**
     * {@return the parameters of functions; those that nothing is said of are left out}
     *
     * @param names as symbols have them: those of C++ mangled
     * @throws MalformedObjectException if it can't be read
     */
    public Functions functions(Set<String> names) {
        Map<String, Entry> found = new HashMap<>();
        for (Unit unit : sections.units()) {
            if (found.size() == names.size()) {
                break;
            }
            for (Entry entry : sections.declared(unit, TAG_SUBPROGRAM)) {
                String symbol = entry.has(AT_DECLARATION) ? null : symbol(entry);
                if (symbol != null && names.contains(symbol)) {
                    found.putIfAbsent(symbol, entry);
                }
            }
        }
        TypeGraph types = new TypeGraph(sections);
        Map<String, Function> functions = new HashMap<>();
        for (Map.Entry<String, Entry> each : found.entrySet()) {
            List<Parameter> parameters = new ArrayList<>();
            for (Entry child : sections.children(each.getValue())) {
                if (child.tag() == TAG_PARAMETER) {
                    String text = text(child, AT_NAME);
                    parameters.add(
                            new Parameter(text == null ? "" : text, types.id(holder(child))));
                }
            }
            functions.put(each.getKey(), new Function(each.getKey(), parameters));
        }
        return new Functions(types.finish(name), functions);
    }

    /** {@return the entry that says what the type of another is} */
    private Entry holder(Entry entry) {
        Entry found = said(entry, AT_TYPE);
        return found == null ? entry : found;
    }

    /**
     * {@return the type of that name, or null if there is none}
     *
     * @param keyword struct, union or enum; empty for a typedef
     * @param wanted its name
     * @throws MalformedObjectException if it can't be read
     */
    public @Nullable Named type(String keyword, String wanted) {
        int tag =
                switch (keyword) {
                    case "struct" -> TAG_STRUCTURE;
                    case "union" -> TAG_UNION;
                    case "enum" -> TAG_ENUMERATION;
                    default -> TAG_TYPEDEF;
                };
        for (Unit unit : sections.units()) {
            for (Entry entry : sections.declared(unit, tag)) {
                if (isNamed(entry, wanted)) {
                    return named(entry);
                }
            }
            if (tag == TAG_STRUCTURE) {
                for (Entry entry : sections.declared(unit, TAG_CLASS)) {
                    if (isNamed(entry, wanted)) {
                        return named(entry);
                    }
                }
            }
        }
        return null;
    }

    private boolean isNamed(Entry entry, String wanted) {
        return !entry.has(AT_DECLARATION) && wanted.equals(sections.text(entry, AT_NAME));
    }

    private Named named(Entry entry) {
        TypeGraph types = new TypeGraph(sections);
        int id = types.idAt(entry.offset());
        return new Named(types.finish(name), id);
    }

    /** {@return the name of a function's symbol} */
    private @Nullable String symbol(Entry function) {
        String linkage = text(function, AT_LINKAGE_NAME);
        if (linkage == null) {
            linkage = text(function, AT_MIPS_LINKAGE_NAME);
        }
        return linkage == null ? text(function, AT_NAME) : linkage;
    }

    private @Nullable String text(Entry entry, int attribute) {
        Entry found = said(entry, attribute);
        return found == null ? null : sections.text(found, attribute);
    }

    /**
     * {@return the entry that has an attribute: this one, or the declaration or the abstract
     * function that it stands for}
     */
    private @Nullable Entry said(Entry entry, int attribute) {
        Entry at = entry;
        for (int i = 0; i < 4; i++) {
            if (at.has(attribute)) {
                return at;
            }
            int link = at.has(AT_SPECIFICATION) ? AT_SPECIFICATION : AT_ABSTRACT_ORIGIN;
            Entry next = at.has(link) ? sections.entry(at.value(link)) : null;
            if (next == null) {
                return null;
            }
            at = next;
        }
        return null;
    }
}
