package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A whole script. Every list is in the order of the text.
 *
 * @param span the whole text
 * @param source the text and its name
 * @param preamble the C part at the top, or null if there is none
 * @param settings the entries of the {@code config} block
 * @param imports the lines that bring other files in
 * @param mapDeclarations the {@code let @m = hash(100);} lines
 * @param macros the macros
 * @param probes the probes
 */
public record Script(
        Span span,
        SourceText source,
        @Nullable Preamble preamble,
        List<ConfigSetting> settings,
        List<Import> imports,
        List<MapDeclaration> mapDeclarations,
        List<Macro> macros,
        List<Probe> probes)
        implements Node {

    public Script {
        settings = List.copyOf(settings);
        imports = List.copyOf(imports);
        mapDeclarations = List.copyOf(mapDeclarations);
        macros = List.copyOf(macros);
        probes = List.copyOf(probes);
    }

    /** {@return the same with other probes} */
    public Script withProbes(List<Probe> others) {
        return new Script(
                span, source, preamble, settings, imports, mapDeclarations, macros, others);
    }
}
