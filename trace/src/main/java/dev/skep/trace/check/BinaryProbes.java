package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.target.Wildcard;
import dev.skep.symbols.FunctionSymbol;
import dev.skep.symbols.cpp.CppName;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.IntegerText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the places in programs and libraries that uprobe and uretprobe name. */
final class BinaryProbes {
    private static final long NOWHERE = -1;

    private final Problems problems;
    private final boolean unsafe;
    private final Binaries binaries;
    private final DebugTypes debugTypes;

    /** Whether an error of the attach point at hand was noted. */
    private boolean wrong;

    BinaryProbes(Analysis analysis, Binaries binaries) {
        this.problems = analysis.problems();
        this.binaries = binaries;
        this.unsafe = analysis.options().unsafe();
        this.debugTypes = analysis.namedTypes().programs();
    }

    /** Adds what {@code uprobe:path:function[+offset]} matches; what is missing, if anything. */
    @Nullable Missing uprobe(
            ProbeContext probe,
            AttachPoint written,
            Provider provider,
            List<ResolvedAttachPoint> resolved) {
        AttachPoint point = inProcess(written);
        List<String> parts = point.parts();
        boolean cpp = parts.size() == 3 && parts.get(1).equals("cpp");
        if (parts.size() == 3 && !cpp) {
            problems.error(point.span(), "unsupported language type: " + parts.get(1));
            return null;
        }
        if (parts.size() != 2 && !cpp) {
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
                debugTypes.add(binary);
                int first = resolved.size();
                places(point, provider, binary, resolved);
                if (probe.usesNames() && provider == Provider.UPROBE) {
                    nameArguments(binary, resolved, first);
                }
            } catch (BpfException e) {
                // Among several files some may be scripts; one that is meant must be a binary.
                if (found.size() == 1) {
                    problems.error(point.span(), String.valueOf(e.getMessage()));
                    return null;
                }
            }
        }
        return resolved.size() > before || wrong ? null : missing(provider, found, parts.getLast());
    }

    private void places(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            List<ResolvedAttachPoint> resolved) {
        String place = point.parts().getLast();
        if (point.parts().size() == 3) {
            cppFunctions(point, provider, binary, resolved);
        } else if (!place.isEmpty() && Character.isDigit(place.charAt(0))) {
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

    /** Adds the functions that people call so, be it with or without the types of parameters. */
    private static void cppFunctions(
            AttachPoint point,
            Provider provider,
            Binaries.Binary binary,
            List<ResolvedAttachPoint> resolved) {
        Wildcard wanted = new Wildcard(point.parts().getLast());
        Set<Long> seen = new HashSet<>();
        for (FunctionSymbol function : binary.symbols().functions("*")) {
            CppName name = CppName.of(function.name());
            boolean matches =
                    name == null
                            ? wanted.matches(function.name())
                            : wanted.matches(name.name())
                                    || wanted.matches(name.signature())
                                    || wanted.matches(name.text());
            if (matches && !function.indirect() && seen.add(function.fileOffset())) {
                resolved.add(
                        resolved(
                                point,
                                provider,
                                binary,
                                "cpp:" + function.name(),
                                function.fileOffset()));
            }
        }
    }

    /** Without a path the function is in what the traced process runs. */
    private AttachPoint inProcess(AttachPoint point) {
        String program = point.parts().size() == 1 ? binaries.program() : null;
        return program == null
                ? point
                : new AttachPoint(
                        point.span(), point.provider(), List.of(program, point.parts().getFirst()));
    }

    /** Looks up what the arguments are called, for all functions of a file at once. */
    private void nameArguments(
            Binaries.Binary binary, List<ResolvedAttachPoint> resolved, int first) {
        Set<String> names = new HashSet<>();
        for (ResolvedAttachPoint place : resolved.subList(first, resolved.size())) {
            names.add(functionOf(place));
        }
        if (names.isEmpty()) {
            return;
        }
        Map<String, DebugTypes.Parameters> known = debugTypes.parameters(binary, names);
        for (int i = first; i < resolved.size(); i++) {
            ResolvedAttachPoint place = resolved.get(i);
            DebugTypes.Parameters parameters = known == null ? null : known.get(functionOf(place));
            if (parameters != null) {
                resolved.set(
                        i,
                        new ResolvedAttachPoint(
                                place.syntax(),
                                place.name(),
                                place.hook(),
                                new ProbeArguments.Registers(
                                        AddressSpace.USER, parameters.slots())));
            } else if (!KernelFunctionProbes.isPattern(place.syntax().parts().getLast())) {
                resolved.remove(i--);
                error(
                        place.syntax(),
                        "Could not parse arguments of \""
                                + place.name()
                                + "\": no debuginfo found for "
                                + (known == null ? binary.name() : functionOf(place)));
            }
        }
    }

    private static String functionOf(ResolvedAttachPoint place) {
        return place.name().substring(place.name().lastIndexOf(':') + 1);
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
        if (offset > 0
                && !isPlace(
                        point,
                        binary,
                        function.address(),
                        function.address() + offset,
                        name + "+" + offset)) {
            return;
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
        FunctionSymbol function = binary.symbols().functionAt(number.value());
        long start = function == null ? NOWHERE : function.address();
        if (!isPlace(point, binary, start, number.value(), shown)) {
            return;
        }
        resolved.add(resolved(point, provider, binary, shown, offset));
    }

    /**
     * {@return whether a probe may be put at an address} A probe is an instruction itself: in the
     * middle of another it makes nonsense of that.
     *
     * @param function where the function begins that it is in, {@link #NOWHERE} if in none
     */
    private boolean isPlace(
            AttachPoint point, Binaries.Binary binary, long function, long address, String shown) {
        Boolean begins =
                function == NOWHERE ? null : binary.symbols().beginsInstruction(function, address);
        if (Boolean.TRUE.equals(begins)) {
            return true;
        }
        if (unsafe) {
            problems.warning(
                    point.span(),
                    (begins == null
                                    ? "Unchecked " + point.provider() + ": "
                                    : "Unsafe "
                                            + point.provider()
                                            + " in the middle of the instruction: ")
                            + binary.name()
                            + ":"
                            + shown);
            return true;
        }
        problems.error(
                point.span(),
                begins == null
                        ? "Could not determine instruction boundary for "
                                + point.provider()
                                + ":"
                                + binary.name()
                                + ":"
                                + shown
                                + (function == NOWHERE ? " (binary appears stripped)" : "")
                        : "Could not add "
                                + point.provider()
                                + " into middle of instruction: "
                                + binary.name()
                                + ":"
                                + shown,
                "Use --unsafe to force attachment. WARNING: This option could lead to data"
                        + " corruption in the target process.");
        wrong = true;
        return false;
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
