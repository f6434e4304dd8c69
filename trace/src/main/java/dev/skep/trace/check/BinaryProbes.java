package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.symbols.FunctionSymbol;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.IntegerText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the places in programs and libraries that uprobe and uretprobe name. */
final class BinaryProbes {
    private final Problems problems;
    private final Binaries binaries;

    /** Whether an error of the attach point at hand was noted. */
    private boolean wrong;

    BinaryProbes(Analysis analysis, Binaries binaries) {
        this.problems = analysis.problems();
        this.binaries = binaries;
    }

    /** Adds what {@code uprobe:path:function[+offset]} matches; what is missing, if anything. */
    @Nullable Missing uprobe(
            AttachPoint point, Provider provider, List<ResolvedAttachPoint> resolved) {
        List<String> parts = point.parts();
        if (parts.size() == 3 && parts.get(1).equals("cpp")) {
            problems.error(point.span(), "C++ names of functions are not supported yet");
            return null;
        }
        if (parts.size() == 3) {
            problems.error(point.span(), "unsupported language type: " + parts.get(1));
            return null;
        }
        if (parts.size() != 2) {
            problems.error(
                    point.span(),
                    provider.text()
                            + " probe type requires 2 or 3 arguments, found "
                            + parts.size());
            return null;
        }
        if (parts.getLast().isEmpty() || parts.getLast().equals("0")) {
            problems.error(
                    point.span(),
                    provider.text()
                            + " should be attached to a function, address, or source file and line"
                            + " (using DWARF)");
            return null;
        }
        if (parts.get(0).indexOf('@') >= 0 || parts.get(0).indexOf('!') >= 0) {
            problems.error(
                    point.span(),
                    parts.get(0).indexOf('@') >= 0
                            ? "places in source files are not supported yet"
                            : "programs in archives are not supported yet");
            return null;
        }
        List<Binaries.Binary> found;
        try {
            found = binaries.named(parts.get(0));
        } catch (BpfException e) {
            problems.error(point.span(), String.valueOf(e.getMessage()));
            return null;
        }
        if (found.isEmpty()) {
            return Binaries.missing(provider, parts.get(0));
        }
        int before = resolved.size();
        wrong = false;
        for (Binaries.Binary binary : found) {
            try {
                places(point, provider, binary, resolved);
            } catch (BpfException e) {
                // Among several files some may be scripts; one that is meant must be a binary.
                if (found.size() == 1) {
                    problems.error(point.span(), String.valueOf(e.getMessage()));
                    return null;
                }
            }
        }
        return resolved.size() > before || wrong ? null : missing(provider, found, parts.get(1));
    }

    private void places(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            List<ResolvedAttachPoint> resolved) {
        String place = point.parts().get(1);
        if (!place.isEmpty() && Character.isDigit(place.charAt(0))) {
            address(point, provider, binary, resolved);
        } else if (KernelFunctionProbes.isPattern(place)) {
            Set<Long> seen = new HashSet<>();
            for (FunctionSymbol function : binary.symbols().functions(place)) {
                if (!function.indirect() && seen.add(function.fileOffset())) {
                    resolved.add(
                            resolved(
                                    point,
                                    provider,
                                    binary,
                                    function.name(),
                                    function.fileOffset()));
                }
            }
        } else {
            function(point, provider, binary, resolved);
        }
    }

    private void function(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            List<ResolvedAttachPoint> resolved) {
        String place = point.parts().get(1);
        int plus = place.lastIndexOf('+');
        String name = plus < 0 ? place : place.substring(0, plus);
        long offset = 0;
        if (plus >= 0) {
            Integers.Read number = Integers.read(place.substring(plus + 1));
            if (number.error() != null || number.negative() || number.value() < 0) {
                error(
                        point,
                        "Invalid offset" + (number.error() == null ? "" : ": " + number.error()));
                return;
            }
            offset = number.value();
        }
        if (offset > 0 && provider == Provider.URETPROBE) {
            problems.error(point.span(), "Offset not allowed", "a function returns as a whole");
            wrong = true;
            return;
        }
        FunctionSymbol function = binary.symbols().function(name);
        if (function == null) {
            return;
        }
        if (offset > 0 && function.size() > 0 && offset >= function.size()) {
            error(
                    point,
                    "Offset outside the function bounds ('"
                            + name
                            + "' size is "
                            + function.size()
                            + ")");
            return;
        }
        if (function.indirect()) {
            problems.warning(
                    point.span(),
                    name
                            + " is chosen among several functions when a program starts: the probe"
                            + " fires then, not when it is called");
        }
        String shown = offset == 0 ? name : name + "+" + offset;
        resolved.add(resolved(point, provider, binary, shown, function.fileOffset() + offset));
    }

    private void address(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            List<ResolvedAttachPoint> resolved) {
        String place = point.parts().get(1);
        IntegerText number = IntegerText.read(place);
        long offset =
                number.error() == null ? binary.symbols().file().fileOffset(number.value()) : -1;
        if (offset == -1) {
            error(point, "'" + place + "' is no address of code in " + binary.path());
            return;
        }
        String shown = Long.toUnsignedString(number.value());
        resolved.add(resolved(point, provider, binary, shown, offset));
    }

    private void error(AttachPoint point, String message) {
        problems.error(point.span(), message);
        wrong = true;
    }

    private static ResolvedAttachPoint resolved(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            String place,
            long offset) {
        boolean returns = provider == Provider.URETPROBE;
        return new ResolvedAttachPoint(
                point,
                provider.text() + ":" + binary.name() + ":" + place,
                new Hook.Uprobe(binary.path(), offset, returns),
                returns
                        ? new ProbeArguments.Result()
                        : new ProbeArguments.Registers(AddressSpace.USER));
    }

    private static Missing missing(
            Provider provider, List<Binaries.Binary> searched, String function) {
        Binaries.Binary first = searched.getFirst();
        String near = null;
        if (searched.size() == 1 && !KernelFunctionProbes.isPattern(function)) {
            List<String> names = new ArrayList<>();
            for (FunctionSymbol symbol : first.symbols().functions("*")) {
                names.add(symbol.name());
            }
            near = NearestName.of(function, names);
        }
        return Missing.of(
                "No matches for " + provider.text() + " " + first.name() + ":" + function + ".",
                near == null ? null : provider.text() + ":" + first.name() + ":" + near);
    }
}
