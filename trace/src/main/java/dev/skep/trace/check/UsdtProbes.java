package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.bpf.elf.UsdtArgument;
import dev.skep.bpf.elf.UsdtProbe;
import dev.skep.bpf.target.Wildcard;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Finds the statically defined probes of programs and libraries. */
final class UsdtProbes {
    private final Problems problems;
    private final Binaries binaries;

    UsdtProbes(Analysis analysis, Binaries binaries) {
        this.problems = analysis.problems();
        this.binaries = binaries;
    }

    /** Adds what {@code usdt:path:[provider:]name} matches; what is missing, if anything. */
    @Nullable Missing usdt(AttachPoint point, List<ResolvedAttachPoint> resolved) {
        List<String> parts = point.parts();
        if (parts.size() != 2 && parts.size() != 3) {
            problems.error(
                    point.span(),
                    "usdt probe type requires 2 or 3 arguments, found " + parts.size());
            return null;
        }
        List<Binaries.Binary> found;
        try {
            found = binaries.named(parts.getFirst());
        } catch (BpfException e) {
            problems.error(point.span(), String.valueOf(e.getMessage()));
            return null;
        }
        if (found.isEmpty()) {
            return Binaries.missing(Provider.USDT, parts.getFirst());
        }
        int before = resolved.size();
        for (Binaries.Binary binary : found) {
            try {
                probes(point, binary, resolved);
            } catch (BpfException e) {
                if (found.size() == 1) {
                    problems.error(point.span(), String.valueOf(e.getMessage()));
                    return null;
                }
            }
        }
        return resolved.size() > before ? null : missing(point, found);
    }

    private static void probes(
            AttachPoint point, Binaries.Binary binary, List<ResolvedAttachPoint> resolved) {
        List<String> parts = point.parts();
        Wildcard provider = new Wildcard(parts.size() == 3 ? parts.get(1) : "*");
        Wildcard name = new Wildcard(parts.getLast());
        ElfFile file = binary.symbols().file();
        for (UsdtProbe probe : file.usdtProbes()) {
            if (!provider.matches(probe.provider()) || !name.matches(probe.name())) {
                continue;
            }
            long offset = file.fileOffset(probe.location());
            long semaphore = probe.semaphore() == 0 ? 0 : file.fileOffset(probe.semaphore());
            if (offset == -1 || semaphore == -1) {
                continue; // a note about what is not in this file
            }
            resolved.add(
                    new ResolvedAttachPoint(
                            point,
                            "usdt:" + binary.name() + ":" + probe.provider() + ":" + probe.name(),
                            new Hook.Usdt(binary.path(), offset, semaphore),
                            arguments(file, probe)));
        }
    }

    private static ProbeArguments.Usdt arguments(ElfFile file, UsdtProbe probe) {
        List<UsdtPlace> places = new ArrayList<>();
        for (UsdtArgument argument : probe.arguments()) {
            if (argument instanceof UsdtArgument.InVariable variable) {
                long address = address(file, variable.symbol());
                places.add(
                        new UsdtPlace(
                                argument,
                                address + variable.displacement() - probe.location(),
                                address != 0));
            } else {
                places.add(new UsdtPlace(argument, 0, true));
            }
        }
        return new ProbeArguments.Usdt(places);
    }

    private static long address(ElfFile file, String symbol) {
        for (SymbolTable table : List.of(file.symbols(), file.dynamicSymbols())) {
            for (int found : table.findAll(symbol)) {
                if (table.isDefined(found)) {
                    return table.value(found);
                }
            }
        }
        return 0;
    }

    private static Missing missing(AttachPoint point, List<Binaries.Binary> searched) {
        List<String> parts = point.parts();
        String message = "No matches for usdt " + String.join(":", parts) + ".";
        if (searched.size() != 1) {
            return new Missing(message, null);
        }
        List<String> names = new ArrayList<>();
        for (UsdtProbe probe : searched.getFirst().symbols().file().usdtProbes()) {
            names.add(probe.name());
        }
        String file = searched.getFirst().name();
        if (names.isEmpty()) {
            return new Missing(message, file + " has no USDT probes");
        }
        String near = NearestName.of(parts.getLast(), names);
        return Missing.of(message, near == null ? null : "usdt:" + file + ":" + near);
    }
}
