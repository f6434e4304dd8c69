package dev.skep.trace.check;

import dev.skep.c.CHeaders;
import dev.skep.trace.record.ByteText;
import dev.skep.trace.syntax.Import;
import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Parser;
import dev.skep.trace.syntax.Preamble;
import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings in what a script imports: other scripts, whose texts come behind its own and whose parts
 * come before its own, and headers. Each file once.
 */
final class ImportResolver {
    private final List<Problem> problems = new ArrayList<>();
    private final List<CHeaders.Header> headers = new ArrayList<>();
    private final List<MapDeclaration> maps = new ArrayList<>();
    private final List<Macro> macros = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private SourceText source;

    private ImportResolver(SourceText source) {
        this.source = source;
    }

    /**
     * A script with all that it imports.
     *
     * @param script its parts and theirs
     * @param headers what is declared in C outside of the script itself
     * @param problems what could not be brought in
     */
    record Result(Script script, List<CHeaders.Header> headers, List<Problem> problems) {}

    /** {@return a script with all that it imports} */
    static Result resolve(Script script) {
        if (script.imports().isEmpty()) {
            return new Result(script, List.of(), List.of());
        }
        ImportResolver resolver = new ImportResolver(script.source());
        resolver.take(script);
        return new Result(
                new Script(
                        script.span(),
                        resolver.source,
                        script.preamble(),
                        script.settings(),
                        script.imports(),
                        resolver.maps,
                        resolver.macros,
                        resolver.probes),
                resolver.headers,
                resolver.problems);
    }

    private void take(Script script) {
        String name = script.source().nameAt(script.span().start());
        for (Import line : script.imports()) {
            try {
                bring(Path.of(name).resolveSibling(line.path()), line.span());
            } catch (InvalidPathException e) {
                notFound(line.path(), line.span());
            }
        }
        maps.addAll(script.mapDeclarations());
        macros.addAll(script.macros());
        probes.addAll(script.probes());
    }

    private void bring(Path path, Span place) {
        if (Files.isDirectory(path)) {
            folder(path, place);
        } else if (!Files.isRegularFile(path)) {
            notFound(path.toString(), place);
        } else if (!file(path, place)) {
            problems.add(
                    Problem.error(place, "unknown import type: \"" + path.getFileName() + "\""));
        }
    }

    private void notFound(String path, Span place) {
        problems.add(
                Problem.error(
                        place, "Unable to find suitable path for import", "checked: " + path));
    }

    private void folder(Path folder, Span place) {
        List<Path> files = new ArrayList<>();
        try {
            if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
                notFound(folder.toString(), place);
                problems.add(
                        Problem.warning(
                                place,
                                "skipping due to global write permissions: \"" + folder + "\""));
                return;
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(files::add);
            }
        } catch (IOException e) {
            notFound(folder.toString(), place);
            return;
        }
        files.sort(null);
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                file(file, place);
            }
        }
    }

    /** {@return whether it is a kind of file that can be brought in} */
    private boolean file(Path file, Span place) {
        String name = file.toString();
        boolean script = name.endsWith(".bt");
        boolean header = name.endsWith(".h");
        boolean program = name.endsWith(".c") || name.endsWith(".o");
        if (!script && !header && !program) {
            return false;
        }
        if (program) {
            problems.add(
                    Problem.error(place, "importing programs in C is not supported yet: " + name));
            return true;
        }
        try {
            if (!seen.add(file.toRealPath())) {
                return true;
            }
            String text = ByteText.of(Files.readAllBytes(file));
            if (header) {
                headers.add(new CHeaders.Header(name, text));
            } else {
                script(name, text);
            }
        } catch (IOException e) {
            notFound(name, place);
        }
        return true;
    }

    private void script(String name, String text) {
        source = source.with(name, text);
        Parser.Result parsed = Parser.parse(source);
        problems.addAll(parsed.problems());
        Script script = parsed.script();
        if (!script.settings().isEmpty()) {
            Span first = script.settings().getFirst().span();
            Span last = script.settings().getLast().span();
            problems.add(
                    Problem.error(
                            new Span(first.start(), last.end()), "invalid `config` within import"));
        }
        Preamble preamble = script.preamble();
        if (preamble != null) {
            headers.add(new CHeaders.Header(name, preamble.text()));
        }
        take(script);
    }
}
