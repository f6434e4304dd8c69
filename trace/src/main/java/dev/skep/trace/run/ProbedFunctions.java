package dev.skep.trace.run;

import dev.skep.bpf.BpfException;
import dev.skep.symbols.BinarySymbols;
import dev.skep.symbols.FunctionSymbol;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions that uprobes are at. They tell the names of addresses in processes that had ended
 * before anybody could look at what they had mapped: files are mapped by pages, so the last bits of
 * an address are those of the place in the file.
 */
final class ProbedFunctions {
    /** The bits that tell where in a page something is. */
    private static final long IN_PAGE = 4095;

    private final AttachPlan plan;

    /** By probe; made when first asked for. */
    private final Map<Integer, List<FunctionSymbol>> functions = new HashMap<>();

    ProbedFunctions(AttachPlan plan) {
        this.plan = plan;
    }

    /**
     * {@return the function of a probe that is at an address of some process; null if there is
     * none, or it could be several}
     */
    @Nullable String name(int probe, long address) {
        List<FunctionSymbol> known = functions.get(probe);
        if (known == null) {
            known = of(probe);
            functions.put(probe, known);
        }
        String name = null;
        for (FunctionSymbol function : known) {
            if (((function.fileOffset() ^ address) & IN_PAGE) == 0) {
                if (name != null) {
                    return null;
                }
                name = function.name();
            }
        }
        return name;
    }

    private List<FunctionSymbol> of(int probe) {
        Map<String, List<Long>> places = new HashMap<>();
        for (Attachment attachment : plan.probes()) {
            if (attachment.probe() == probe) {
                switch (attachment.hooks().getFirst()) {
                    case Hook.Uprobe uprobe -> add(places, uprobe.path(), List.of(uprobe.offset()));
                    case Hook.UprobeMulti uprobes -> add(places, uprobes.path(), uprobes.offsets());
                    case Hook _ -> {
                        // Not in a file.
                    }
                }
            }
        }
        List<FunctionSymbol> found = new ArrayList<>();
        for (Map.Entry<String, List<Long>> file : places.entrySet()) {
            addFunctions(file.getKey(), file.getValue(), found);
        }
        return found;
    }

    private static void add(Map<String, List<Long>> places, String path, List<Long> offsets) {
        List<Long> known = places.get(path);
        if (known == null) {
            known = new ArrayList<>();
            places.put(path, known);
        }
        known.addAll(offsets);
    }

    private static void addFunctions(
            String path, List<Long> offsets, List<FunctionSymbol> functions) {
        Map<Long, FunctionSymbol> byOffset = new HashMap<>();
        try {
            for (FunctionSymbol function : BinarySymbols.open(Path.of(path)).functions("*")) {
                FunctionSymbol known = byOffset.get(function.fileOffset());
                if (known == null || isPlainer(function.name(), known.name())) {
                    byOffset.put(function.fileOffset(), function);
                }
            }
        } catch (BpfException e) {
            return; // it was there when it was probed; addresses stay numbers
        }
        for (long offset : offsets) {
            FunctionSymbol function = byOffset.get(offset);
            if (function != null) {
                functions.add(function);
            }
        }
    }

    /** Of several names of a function, those with underscores before them are a library's own. */
    private static boolean isPlainer(String name, String other) {
        return !name.startsWith("_") && other.startsWith("_");
    }
}
