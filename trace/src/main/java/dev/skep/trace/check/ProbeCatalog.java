package dev.skep.trace.check;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.elf.UsdtProbe;
import dev.skep.bpf.link.Counter;
import dev.skep.bpf.target.KernelFunctions;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.Tracepoint;
import dev.skep.bpf.target.TracepointFormat;
import dev.skep.bpf.target.Wildcard;
import dev.skep.symbols.dwarf.DebugInfo;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.Hook;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What can be probed: the full names of the attach points that a pattern matches. */
public final class ProbeCatalog {
    /** What a wildcard stands for among providers, sorted by name. */
    private static final List<Provider> LISTED =
            List.of(
                    Provider.FENTRY,
                    Provider.HARDWARE,
                    Provider.INTERVAL,
                    Provider.ITER,
                    Provider.KPROBE,
                    Provider.PROFILE,
                    Provider.RAWTRACEPOINT,
                    Provider.SOFTWARE,
                    Provider.TRACEPOINT,
                    Provider.UPROBE,
                    Provider.USDT);

    private static final List<String> PERIODS = List.of("hz:", "ms:", "s:", "us:");

    private final Target target;
    private final Binaries binaries;
    private final boolean arguments;
    private final Consumer<Entry> listing;
    private @Nullable ArgumentTexts texts;

    private ProbeCatalog(Target target, int pid, boolean arguments, Consumer<Entry> listing) {
        this.target = target;
        this.binaries = new Binaries(pid, List.of());
        this.arguments = arguments;
        this.listing = listing;
    }

    /**
     * Something that can be probed.
     *
     * @param name its full name
     * @param arguments its arguments as C declares them, {@code int dfd}; none if they were not
     *     asked for
     */
    public record Entry(String name, List<String> arguments) {
        public Entry {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Lists what a pattern matches, provider by provider.
     *
     * @param target the kernel
     * @param pid the process whose files are meant, 0 for this one's
     * @param patterns attach points with wildcards, separated by commas; one without a colon is of
     *     any provider
     * @param arguments whether to tell arguments too
     * @param listing gets one after the other; of all files of a machine there are more than one
     *     wants to keep
     */
    public static void match(
            Target target, int pid, String patterns, boolean arguments, Consumer<Entry> listing) {
        ProbeCatalog catalog = new ProbeCatalog(target, pid, arguments, listing);
        int start = 0;
        while (start <= patterns.length()) {
            int comma = patterns.indexOf(',', start);
            int end = comma < 0 ? patterns.length() : comma;
            catalog.add(patterns.substring(start, end).strip());
            start = end + 1;
        }
    }

    /**
     * {@return the places that a program is attached to, as listings call them: without what timers
     * and counters count to}
     *
     * @param target the kernel
     * @param pid the process whose files are meant, 0 for this one's
     * @param attachment what is attached
     * @param arguments whether to tell arguments too
     */
    public static List<Entry> of(
            Target target, int pid, AttachPlan.Attachment attachment, boolean arguments) {
        String name = attachment.name();
        return switch (attachment.hooks().getFirst()) {
            case Hook.Interval _, Hook.Profile _ ->
                    List.of(new Entry(name.substring(0, name.lastIndexOf(':') + 1), List.of()));
            case Hook.Counted _ -> {
                int last = name.indexOf(':', name.indexOf(':') + 1);
                yield List.of(
                        new Entry((last < 0 ? name : name.substring(0, last)) + ":", List.of()));
            }
            case Hook.Test(String test) -> List.of(new Entry("test:" + test + ":", List.of()));
            case Hook.Bench(String bench) ->
                    List.of(new Entry("benchmark:" + bench + ":", List.of()));
            case Hook _ -> {
                List<Entry> found = new ArrayList<>();
                match(target, pid, name, arguments, found::add);
                yield found.isEmpty() ? List.of(new Entry(name, List.of())) : found;
            }
        };
    }

    private void add(String pattern) {
        int colon = pattern.indexOf(':');
        String provider = colon < 0 ? "*" : pattern.substring(0, colon);
        String rest = pattern.substring(colon + 1);
        Provider named = Provider.named(provider);
        if (named != null) {
            add(named, rest);
            return;
        }
        Wildcard providers = new Wildcard(provider);
        for (Provider each : LISTED) {
            if (providers.matches(each.text()) && isListedByWildcard(each, rest)) {
                add(each, rest);
            }
        }
    }

    /** No pattern is meant for all files of the machine, nor for what there is everywhere. */
    private static boolean isListedByWildcard(Provider provider, String rest) {
        boolean timer = provider == Provider.INTERVAL || provider == Provider.PROFILE;
        boolean file = provider == Provider.UPROBE || provider == Provider.USDT;
        return (!timer || !rest.equals("*")) && (!file || rest.startsWith("/"));
    }

    private void add(Provider provider, String rest) {
        switch (provider) {
            case INTERVAL, PROFILE -> addMatching(provider, PERIODS, rest);
            case SOFTWARE, HARDWARE -> addMatching(provider, counters(provider), rest);
            case TRACEPOINT -> tracepoints(rest);
            case RAWTRACEPOINT -> rawTracepoints(rest);
            case KPROBE, KRETPROBE -> kprobes(provider, rest);
            case FENTRY, FEXIT -> trampolines(provider, rest);
            case UPROBE, URETPROBE -> uprobes(provider, rest);
            case USDT -> usdt(rest);
            case ITER -> iterators(rest);
            case BEGIN, END, SELF, WATCHPOINT, TEST, BENCH -> {
                // Whoever writes one knows its name.
            }
        }
    }

    private void addMatching(Provider provider, Iterable<String> known, String rest) {
        Wildcard pattern = new Wildcard(rest);
        for (String name : known) {
            // software:faults is software:faults: with the usual count, software: is all of them.
            if (rest.isEmpty()
                    || pattern.matches(name)
                    || pattern.matches(name.substring(0, name.length() - 1))) {
                add(provider.text() + ":" + name, List.of());
            }
        }
    }

    private void add(String name, List<String> declared) {
        listing.accept(new Entry(name, declared));
    }

    private static Set<String> counters(Provider provider) {
        Set<String> names = new TreeSet<>();
        for (Counter counter : Counter.values()) {
            if (counter.hardware() == (provider == Provider.HARDWARE)) {
                names.add(counter.eventName() + ":");
                if (!counter.alias().isEmpty()) {
                    names.add(counter.alias() + ":");
                }
            }
        }
        return names;
    }

    private void tracepoints(String rest) {
        int colon = rest.indexOf(':');
        String category = colon < 0 ? "*" : rest.substring(0, colon);
        String event = rest.substring(colon + 1);
        for (Tracepoint tracepoint : target.tracepoints().match(category, event)) {
            add(Provider.TRACEPOINT.text() + ":" + tracepoint, fields(tracepoint));
        }
    }

    private List<String> fields(Tracepoint tracepoint) {
        List<String> lines = new ArrayList<>();
        if (arguments) {
            target.tracepoints()
                    .format(tracepoint.category(), tracepoint.event())
                    .ifPresent(format -> {
                        for (TracepointFormat.Field field : format.fields()) {
                            if (!field.isCommon()) {
                                lines.add(declaration(field));
                            }
                        }
                    });
        }
        return lines;
    }

    private static String declaration(TracepointFormat.Field field) {
        int bracket = field.type().indexOf('[');
        return bracket < 0
                ? field.type() + " " + field.name()
                : field.elementType() + " " + field.name() + field.type().substring(bracket);
    }

    private void rawTracepoints(String rest) {
        Wildcard whole = new Wildcard(rest.indexOf(':') < 0 ? "*:" + rest : rest);
        for (String event : new RawTracepoints(target.btf()).all()) {
            String name = "vmlinux:" + event;
            if (whole.matches(name)) {
                add(
                        Provider.RAWTRACEPOINT.text() + ":" + name,
                        arguments ? texts().tracepoint(event) : List.of());
            }
        }
    }

    private void kprobes(Provider provider, String rest) {
        int colon = rest.indexOf(':');
        String module = colon < 0 ? null : rest.substring(0, colon);
        String last = "";
        for (KernelFunctions.Function function :
                target.functions().match(module, rest.substring(colon + 1))) {
            String in = function.module() == null ? "vmlinux" : function.module();
            String name = (module == null ? "" : in + ":") + function.name();
            if (!name.equals(last)) {
                add(provider.text() + ":" + name, List.of());
            }
            last = name;
        }
    }

    private void trampolines(Provider provider, String rest) {
        Btf btf = target.btf().orElse(null);
        if (btf == null) {
            return;
        }
        int colon = rest.indexOf(':');
        String module = colon < 0 ? "vmlinux" : rest.substring(0, colon);
        if (!new Wildcard(module).matches("vmlinux")) {
            return;
        }
        String last = "";
        for (KernelFunctions.Function function :
                target.functions().match("vmlinux", rest.substring(colon + 1))) {
            int id = function.name().equals(last) ? 0 : btf.find(function.name(), BtfKind.FUNC);
            last = function.name();
            if (id != 0) {
                add(
                        provider.text() + ":vmlinux:" + function.name(),
                        arguments ? texts().function(id, provider == Provider.FEXIT) : List.of());
            }
        }
    }

    private void uprobes(Provider provider, String rest) {
        int colon = rest.indexOf(':');
        String pattern = colon < 0 ? "*" : rest.substring(colon + 1);
        visit(
                colon < 0 ? rest : rest.substring(0, colon),
                binary -> functions(provider, binary, pattern));
    }

    private void functions(Provider provider, Binaries.Binary binary, String pattern) {
        String prefix = provider.text() + ":" + binary.name() + ":";
        List<String> names = binary.symbols().functionNames(pattern);
        DebugInfo info = arguments && provider == Provider.UPROBE ? debugInfo(binary) : null;
        DebugInfo.Functions known = info == null ? null : info.functions(Set.copyOf(names));
        for (String name : names) {
            DebugInfo.Function function = known == null ? null : known.byName().get(name);
            add(
                    prefix + name,
                    known == null || function == null
                            ? List.of()
                            : ArgumentTexts.of(known.types(), function));
        }
    }

    /** {@return what is known of a program's functions; nothing if that can't be read} */
    private static @Nullable DebugInfo debugInfo(Binaries.Binary binary) {
        try {
            return binary.symbols().debugInfo();
        } catch (MalformedObjectException e) {
            return null;
        }
    }

    private void usdt(String rest) {
        int colon = rest.indexOf(':');
        String path = colon < 0 ? rest : rest.substring(0, colon);
        String name = colon < 0 ? "*" : rest.substring(colon + 1);
        Wildcard pattern = new Wildcard(name.indexOf(':') < 0 ? "*:" + name : name);
        visit(
                path,
                binary -> {
                    Set<String> names = new TreeSet<>();
                    for (UsdtProbe probe : binary.symbols().file().usdtProbes()) {
                        names.add(probe.provider() + ":" + probe.name());
                    }
                    for (String probe : names) {
                        if (pattern.matches(probe)) {
                            add(
                                    Provider.USDT.text() + ":" + binary.name() + ":" + probe,
                                    List.of());
                        }
                    }
                });
    }

    /** Among several files some may be broken; one that is meant must not. */
    private void visit(String path, Consumer<Binaries.Binary> visitor) {
        boolean several = KernelFunctionProbes.isPattern(path);
        binaries.visit(
                path,
                binary -> {
                    try {
                        visitor.accept(binary);
                    } catch (MalformedObjectException e) {
                        if (!several) {
                            throw e;
                        }
                    }
                });
    }

    private void iterators(String rest) {
        Wildcard pattern = new Wildcard(rest);
        Btf btf = target.btf().orElse(null);
        for (String objects : IteratorProbes.OBJECTS) {
            if (btf != null
                    && pattern.matches(objects)
                    && btf.find("bpf_iter_" + objects, BtfKind.FUNC) != 0) {
                add(
                        Provider.ITER.text() + ":" + objects,
                        arguments ? texts().iterator(objects) : List.of());
            }
        }
    }

    private ArgumentTexts texts() {
        ArgumentTexts known = texts;
        if (known == null) {
            known = new ArgumentTexts(target.btf().orElseThrow());
            texts = known;
        }
        return known;
    }
}
