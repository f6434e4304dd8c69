package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The functions of a kernel that probes can be attached to.
 *
 * <p>Only {@code available_filter_functions} of tracefs says which can be traced. Making it takes
 * the kernel 50 ms to a second; a function that is asked for by name is looked for in BTF instead.
 * Where the list can't be read, which lockdown does, all functions of {@code /proc/kallsyms} are
 * taken, or of a stored target all of BTF.
 */
public final class KernelFunctions {
    private static final String TRACEABLE = "/sys/kernel/tracing/available_filter_functions";
    private static final String SYMBOLS = "/proc/kallsyms";

    private final KernelFiles files;
    private final Target target;
    private final byte @Nullable [] given;
    private @Nullable List<Function> all;
    private boolean exact;

    /**
     * @param given the list of those that can be traced, or null for the kernel's own
     */
    KernelFunctions(KernelFiles files, Target target, byte @Nullable [] given) {
        this.given = given;
        this.files = files;
        this.target = target;
    }

    /**
     * A function.
     *
     * @param module the module it is in, null for what is built in
     * @param name its name
     */
    public record Function(@Nullable String module, String name) {}

    /** {@return whether the kernel has a function of that name} */
    public boolean contains(String name) {
        Optional<Btf> btf = given == null ? target.btf() : Optional.empty();
        if (btf.isPresent() && btf.get().find(name, BtfKind.FUNC) != 0) {
            return true;
        }
        for (Function function : all()) {
            if (function.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the functions that match, sorted by module and name, those built in first}
     *
     * @param module a name, in which {@code *} stands for any characters; {@code vmlinux} for what
     *     is built in; null for any
     * @param name a name, in which {@code *} stands for any characters
     */
    public List<Function> match(@Nullable String module, String name) {
        List<Function> matches = new ArrayList<>();
        Wildcard modules = new Wildcard(module == null ? "*" : module);
        Wildcard names = new Wildcard(name);
        for (Function function : all()) {
            String in = function.module == null ? "vmlinux" : function.module;
            if (names.matches(function.name) && modules.matches(in)) {
                matches.add(function);
            }
        }
        return matches;
    }

    /** {@return the names of all functions, with repetitions} */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Function function : all()) {
            names.add(function.name);
        }
        return names;
    }

    /**
     * {@return whether the kernel says which functions can be traced; otherwise some of {@link
     * #match} can't}
     */
    public boolean isExact() {
        all();
        return exact;
    }

    /** {@return the address of a symbol, the lowest of several; 0 if it is not known, or hidden} */
    public long address(String symbol) {
        byte[] text = readable(SYMBOLS);
        return text == null ? 0 : new Lines(text).address(symbol);
    }

    private synchronized List<Function> all() {
        List<Function> known = all;
        if (known == null) {
            known = read();
            known.sort(
                    Comparator.comparing((Function f) -> f.module == null ? "" : f.module)
                            .thenComparing(Function::name));
            all = known;
        }
        return known;
    }

    private List<Function> read() {
        List<Function> functions = new ArrayList<>();
        byte[] traceable = given == null ? readable(TRACEABLE) : given;
        if (traceable != null && traceable.length > 0) {
            exact = true;
            new Lines(traceable).traceable(functions);
            return functions;
        }
        byte[] symbols = readable(SYMBOLS);
        if (symbols != null) {
            new Lines(symbols).symbols(functions);
            return functions;
        }
        target.btf().ifPresent(btf -> typed(btf, functions));
        return functions;
    }

    private byte @Nullable [] readable(String path) {
        try {
            return files.read(path);
        } catch (BpfException e) {
            // Lockdown, or no right to mount tracefs: the next source says nearly the same.
            return null;
        }
    }

    private static void typed(Btf btf, List<Function> functions) {
        String last = "";
        for (int id = btf.firstId(); id < btf.idCount(); id++) {
            if (btf.kind(id) == BtfKind.FUNC) {
                String name = btf.name(id);
                if (!name.equals(last)) {
                    functions.add(new Function(null, name));
                }
                last = name;
            }
        }
    }

    /** Reads the kernel's lists: a line for each function. */
    private static final class Lines {
        private final byte[] text;

        Lines(byte[] text) {
            this.text = text;
        }

        /** {@code nf_nat_setup_info [nf_nat]}. */
        void traceable(List<Function> functions) {
            for (int start = 0; start < text.length; ) {
                int end = end(start);
                int nameEnd = wordEnd(start, end);
                // Places without a function: what the compiler left out after it was counted.
                if (!startsWith(start, nameEnd, "__ftrace_invalid_address__")) {
                    add(functions, start, nameEnd, module(nameEnd, end));
                }
                start = end + 1;
            }
        }

        /** {@code ffffffffc0201000 t nf_nat_setup_info [nf_nat]}, with a tab. */
        void symbols(List<Function> functions) {
            for (int start = 0; start < text.length; ) {
                int end = end(start);
                int type = wordEnd(start, end) + 1;
                int name = type + 2;
                if (name < end && isFunction((char) text[type])) {
                    int nameEnd = wordEnd(name, end);
                    String module = module(nameEnd, end);
                    if (!isMade(name, nameEnd) && !"bpf".equals(module)) {
                        add(functions, name, nameEnd, module);
                    }
                }
                start = end + 1;
            }
        }

        long address(String symbol) {
            byte[] wanted = symbol.getBytes(StandardCharsets.ISO_8859_1);
            long lowest = 0;
            for (int start = 0; start < text.length; ) {
                int end = end(start);
                int addressEnd = wordEnd(start, end);
                int name = addressEnd + 3;
                int nameEnd = wordEnd(Math.min(name, end), end);
                if (nameEnd - name == wanted.length
                        && Arrays.equals(text, name, nameEnd, wanted, 0, wanted.length)) {
                    long address = Long.parseUnsignedLong(string(start, addressEnd), 16);
                    if (lowest == 0 || Long.compareUnsigned(address, lowest) < 0) {
                        lowest = address;
                    }
                }
                start = end + 1;
            }
            return lowest;
        }

        private static boolean isFunction(char type) {
            return type == 't' || type == 'T' || type == 'w' || type == 'W';
        }

        /** What compilers made has a dot, or is the padding before a function. */
        private boolean isMade(int start, int end) {
            for (int i = start; i < end; i++) {
                if (text[i] == '.') {
                    return true;
                }
            }
            return startsWith(start, end, "__pfx_");
        }

        private boolean startsWith(int start, int end, String prefix) {
            if (end - start < prefix.length()) {
                return false;
            }
            for (int i = 0; i < prefix.length(); i++) {
                if (text[start + i] != prefix.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private void add(List<Function> functions, int start, int end, @Nullable String module) {
            if (end > start) {
                functions.add(new Function(module, string(start, end)));
            }
        }

        private @Nullable String module(int from, int end) {
            int at = from;
            while (at < end && text[at] != '[') {
                at++;
            }
            return at + 1 < end && text[end - 1] == ']' ? string(at + 1, end - 1) : null;
        }

        private int end(int start) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            return end;
        }

        private int wordEnd(int start, int end) {
            int at = start;
            while (at < end && text[at] != ' ' && text[at] != '\t') {
                at++;
            }
            return at;
        }

        private String string(int start, int end) {
            return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }
}
