package dev.skep.cli;

import dev.skep.bpf.target.Target;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.check.ProbeCatalog;
import dev.skep.trace.check.TypeCatalog;
import dev.skep.trace.schema.AttachPlan;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code -l}: probes and types that match a pattern, or the probes of a script. */
final class TraceListing {

    private final Streams streams;
    private final Target target;
    private final int pid;
    private final boolean verbose;

    TraceListing(Streams streams, Target target, int pid, boolean verbose) {
        this.streams = streams;
        this.target = target;
        this.pid = pid;
        this.verbose = verbose;
    }

    /** {@return whether what is to be listed is a script, not a pattern} */
    static boolean isScript(String operand) {
        try {
            return Files.isRegularFile(Path.of(operand));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Lists what matches a pattern. */
    void matching(String pattern) {
        if (pattern.endsWith(".bt")) {
            streams.err()
                    .warning(
                            "It appears that '"
                                    + pattern
                                    + "' is a filename but the file does not exist. Treating '"
                                    + pattern
                                    + "' as a search pattern.");
        }
        if (TypeCatalog.isPattern(pattern)) {
            streams.out().buffer().append(TypeCatalog.match(target, pattern, verbose));
            streams.out().recordDone();
            return;
        }
        ProbeCatalog.match(target, pid, pattern, verbose, this::print);
    }

    /** Lists the probes of a script, but for those of the tool itself. */
    void script(CompiledScript script) {
        List<AttachPlan.Attachment> attachments = new ArrayList<>(script.plan().trials());
        attachments.addAll(script.plan().probes());
        for (AttachPlan.Attachment attachment : attachments) {
            for (ProbeCatalog.Entry entry : ProbeCatalog.of(target, pid, attachment, verbose)) {
                print(entry);
            }
        }
    }

    private void print(ProbeCatalog.Entry entry) {
        streams.out().line(entry.name());
        for (String argument : entry.arguments()) {
            streams.out().line("    " + argument);
        }
    }
}
