package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.Target;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the iterators of a kernel, by its BTF: each has a function {@code bpf_iter_NAME}, and a
 * struct {@code bpf_iter__NAME} of what its programs get.
 */
final class IteratorProbes {
    /** What {@code iter} probes are for in the language; the kernel has more. */
    static final List<String> OBJECTS = List.of("task", "task_file", "task_vma");

    private final Analysis analysis;
    private final Problems problems;
    private final Target target;

    IteratorProbes(Analysis analysis) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.target = analysis.target();
    }

    /** Adds what {@code iter:objects[:pin]} names; what is missing, if anything. */
    @Nullable Missing iterator(AttachPoint point, List<ResolvedAttachPoint> resolved) {
        List<String> parts = point.parts();
        if (parts.isEmpty() || parts.size() > 2) {
            problems.error(point.span(), "iter probe type takes 2 arguments (1 optional)");
            return null;
        }
        Optional<Btf> types = target.btf();
        if (types.isEmpty() || !target.version().isAtLeast(5, 8)) {
            problems.error(
                    point.span(),
                    "iter probes need Linux 5.8 and the kernel's BTF (CONFIG_DEBUG_INFO_BTF), which"
                            + " this kernel does not have",
                    "read /proc instead");
            return null;
        }
        String objects = parts.getFirst();
        if (KernelFunctionProbes.isPattern(objects)) {
            problems.error(point.span(), "iter probe type does not support wildcards");
            return null;
        }
        Btf btf = types.get();
        if (!OBJECTS.contains(objects) || btf.find("bpf_iter_" + objects, BtfKind.FUNC) == 0) {
            return Missing.of(
                    "iter " + objects + " not available for your kernel version.", near(objects));
        }
        ProbeArguments.Context context = context(btf, objects);
        if (context.slots().isEmpty()) {
            problems.error(point.span(), "the kernel's BTF does not describe bpf_iter__" + objects);
            return null;
        }
        if (parts.size() == 2) {
            problems.error(point.span(), "pinning an iterator is not supported yet");
            return null;
        }
        resolved.add(
                new ResolvedAttachPoint(
                        point, "iter:" + objects, new Hook.Iterator(objects), context));
        if (analysis.script().probes().size() > 1
                || analysis.script().probes().getFirst().attachPoints().size() > 1) {
            problems.error(point.span(), "iter probes must be alone in a script");
        }
        return null;
    }

    private static @Nullable String near(String objects) {
        String near = NearestName.of(objects, OBJECTS);
        return near == null ? null : "iter:" + near;
    }

    private static ProbeArguments.Context context(Btf btf, String objects) {
        List<ProbeArguments.Slot> slots = new ArrayList<>();
        int id = btf.find("bpf_iter__" + objects, BtfKind.STRUCT);
        if (id != 0 && btf.type(id) instanceof BtfType.Struct struct) {
            for (BtfType.Member member : struct.members()) {
                // Each is an anonymous union of a pointer and 64 bits, for alignment.
                BtfType.Member inner = pointer(btf, member);
                slots.add(
                        new ProbeArguments.Slot(
                                inner.name(),
                                BtfTypes.of(btf, inner.type(), AddressSpace.TYPED),
                                member.bitOffset() / 64));
            }
        }
        return new ProbeArguments.Context(slots);
    }

    static BtfType.Member pointer(Btf btf, BtfType.Member member) {
        return member.name().isEmpty()
                        && btf.type(btf.resolve(member.type())) instanceof BtfType.Union union
                        && !union.members().isEmpty()
                ? union.members().getFirst()
                : member;
    }
}
