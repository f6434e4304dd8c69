package dev.skep.cli;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.feature.FeatureGroup;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Wildcard;
import dev.skep.sys.Terminal;
import dev.skep.trace.check.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code skep feature}: what this kernel can do, tried out. */
final class FeatureCommand implements Command {

    private static final int STANDARD_OUTPUT = 1;

    private static final Option HELPERS =
            Option.value(
                    '\0',
                    "helpers",
                    "TYPE",
                    "show the helpers that programs of a type may call: kprobe, xdp, tracing, …");
    private static final Option WIDE =
            Option.flag('\0', "wide", "cut no reason to the width of the terminal");

    private static final Option FORMAT =
            Option.value('\0', "format", "FORMAT", "table (the default), or json");

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "feature",
                    "say what this kernel can do, by trying",
                    "[PATTERN...]",
                    List.of(
                            new Example(
                                    "everything, with the reason for each no", "sudo skep feature"),
                            new Example(
                                    "some, by their names or the names of their groups",
                                    "sudo skep feature 'kprobe*' instructions"),
                            new Example(
                                    "the helpers that programs on tracepoints may call",
                                    "sudo skep feature --helpers tracepoint")),
                    List.of(
                            new OptionGroup("What to show", List.of(HELPERS, WIDE, FORMAT)),
                            CommonOptions.GROUP),
                    ExitCode.USAGE,
                    ExitCode.REFUSED);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        String type = arguments.value(HELPERS);
        List<Feature> features = type == null ? Features.all() : helpers(type);
        if (!arguments.operands().isEmpty()) {
            features = matching(features, arguments.operands());
        }
        boolean json = isJson(arguments.value(FORMAT));
        int width = arguments.has(WIDE) ? Integer.MAX_VALUE : Terminal.columns(STANDARD_OUTPUT);
        Features running = Features.running();
        String release = running.target().release();
        if (json) {
            new FeatureJson(streams.out()).print(release, features, running::answer);
        } else {
            streams.out().line("Linux " + release);
            new FeatureTable(streams.out(), width).print(features, running::answer);
        }
        return ExitCode.DONE.code();
    }

    private static boolean isJson(@Nullable String format) {
        if (format != null && !format.equals("table") && !format.equals("json")) {
            throw new UsageException(
                    "there is no format '" + format + "'", "the formats are table and json");
        }
        return "json".equals(format);
    }

    private static List<Feature> helpers(String typeName) {
        List<String> known = new ArrayList<>();
        for (ProgramType type : ProgramType.values()) {
            known.add(type.kernelName());
            if (type.kernelName().equals(typeName)) {
                List<Feature> helpers = new ArrayList<>();
                for (BpfHelper helper : BpfHelper.values()) {
                    helpers.add(Feature.of(helper, type));
                }
                return helpers;
            }
        }
        throw unknown("there is no program type '" + typeName + "'", typeName, known);
    }

    private static List<Feature> matching(List<Feature> features, List<String> patterns) {
        Set<Feature> matching = new LinkedHashSet<>();
        for (String pattern : patterns) {
            Wildcard wildcard = new Wildcard(pattern.toLowerCase(Locale.ROOT));
            int before = matching.size();
            List<String> names = new ArrayList<>();
            for (Feature feature : features) {
                String group = groupName(feature.group());
                if (wildcard.matches(feature.label()) || wildcard.matches(group)) {
                    matching.add(feature);
                }
                names.add(feature.label());
                names.add(group);
            }
            if (matching.size() == before) {
                throw unknown("no feature is called '" + pattern + "'", pattern, names);
            }
        }
        // In the order of the groups, whatever the order of the patterns.
        List<Feature> ordered = new ArrayList<>(features);
        ordered.retainAll(matching);
        return ordered;
    }

    private static UsageException unknown(String message, String word, List<String> known) {
        String nearest = NearestName.of(word, known);
        return nearest == null
                ? new UsageException(message, "skep feature without a pattern shows them all")
                : new UsageException(message, "did you mean " + nearest + "?");
    }

    /** {@return what a group is called on the command line: {@code program-types}} */
    private static String groupName(FeatureGroup group) {
        return group.title().toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
