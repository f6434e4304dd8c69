package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of a kernel's loaded modules (since Linux 5.11, CONFIG_DEBUG_INFO_BTF_MODULES). Read
 * when first asked for, each once: a module that is loaded later is not seen.
 *
 * <p>May be used from any thread.
 */
public final class Modules {
    private static final String FOLDER = "/sys/kernel/btf";

    private final Target target;
    private final Map<String, Optional<Btf>> read = new HashMap<>();
    private @Nullable List<String> names;

    Modules(Target target) {
        this.target = target;
    }

    /** {@return the modules that have types, by their names in {@code /proc/modules}, sorted} */
    public synchronized List<String> names() {
        List<String> known = names;
        if (known == null) {
            known = new ArrayList<>(target.files().list(FOLDER));
            known.remove("vmlinux");
            known = List.copyOf(known);
            names = known;
        }
        return known;
    }

    /**
     * {@return the types of a module, whose ids and strings continue those of {@link Target#btf};
     * empty if it is not loaded or has none}
     *
     * @param module its name; {@code -} and {@code _} are the same
     * @throws BpfException if it has some that can't be read, such as {@link
     *     dev.skep.bpf.MalformedObjectException} if they are wrong
     */
    public synchronized Optional<Btf> btf(String module) {
        String name = module.replace('-', '_');
        Optional<Btf> known = read.get(name);
        if (known == null) {
            known = Optional.ofNullable(read(name));
            read.put(name, known);
        }
        return known;
    }

    static String path(String module) {
        return FOLDER + "/" + module;
    }

    private @Nullable Btf read(String name) {
        String path = path(name);
        MemorySegment bytes = names().contains(name) ? target.files().map(path) : null;
        Btf base = target.btf().orElse(null);
        return bytes == null || base == null
                ? null
                : Btf.split(base, target.files().locate(path), bytes);
    }

    /**
     * {@return the types of all modules that have any, in the order of their names} What is wrong
     * with those of one module is no reason to do without those of the others: they are left out.
     *
     * @param problems receives a line for each that is left out
     */
    public List<Btf> all(List<String> problems) {
        List<Btf> all = new ArrayList<>();
        for (String name : names()) {
            try {
                btf(name).ifPresent(all::add);
            } catch (BpfException e) {
                problems.add("the types of module " + name + " are left out: " + e.getMessage());
            }
        }
        return all;
    }
}
