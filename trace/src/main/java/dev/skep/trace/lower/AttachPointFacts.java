package dev.skep.trace.lower;

import dev.skep.trace.check.ProbeArguments;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.check.UsdtPlace;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program took from its attach point. Any other attach point of the same probe for which all
 * of it is the same can have the same program; that is what makes wildcards cheap.
 */
final class AttachPointFacts {
    private final ResolvedAttachPoint attachPoint;
    private final List<ProbeArguments.Field> fields = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private boolean name;

    /** A word of the context: its number, and its parameter if it was asked for by name. */
    private record Word(int index, ProbeArguments.@Nullable Parameter parameter) {}

    AttachPointFacts(ResolvedAttachPoint attachPoint) {
        this.attachPoint = attachPoint;
    }

    /** {@return the attach point's full name} */
    String name() {
        name = true;
        return attachPoint.name();
    }

    /** {@return a field of the context, or null if there is none of that name} */
    ProbeArguments.@Nullable Field field(String fieldName) {
        ProbeArguments.Field field = find(attachPoint.arguments(), fieldName);
        if (field != null) {
            fields.add(field);
        }
        return field;
    }

    /** {@return which word of the context is the parameter of that name; -1 if there is none} */
    int wordNamed(String parameterName) {
        if (attachPoint.arguments() instanceof ProbeArguments.Registers registers) {
            ProbeArguments.Slot slot = ProbeArguments.Slot.named(registers.slots(), parameterName);
            if (slot == null) {
                return -1;
            }
            words.add(
                    new Word(slot.word(), new ProbeArguments.Parameter(slot.name(), slot.type())));
            return slot.word();
        }
        if (!(attachPoint.arguments() instanceof ProbeArguments.Words given)) {
            return -1;
        }
        int index = given.index(parameterName);
        if (index >= 0) {
            words.add(new Word(index, given.parameters().get(index)));
        }
        return index;
    }

    /** Takes a word of the context by its number. */
    void useWord(int index) {
        words.add(new Word(index, null));
    }

    /** {@return where the argument of a USDT probe is} */
    UsdtPlace usdtArgument(int index) {
        useWord(index);
        UsdtPlace place = place(index);
        if (place == null) {
            throw new IllegalStateException("no arg" + index + " in " + attachPoint.name());
        }
        return place;
    }

    private @Nullable UsdtPlace place(int index) {
        return attachPoint.arguments() instanceof ProbeArguments.Usdt(List<UsdtPlace> places)
                        && index < places.size()
                ? places.get(index)
                : null;
    }

    /** {@return whether {@code other} has the same facts} */
    boolean holdFor(ResolvedAttachPoint other) {
        if (name && !attachPoint.name().equals(other.name())) {
            return false;
        }
        if (!HookPrograms.sameKind(attachPoint.hook(), other.hook())) {
            return false;
        }
        for (ProbeArguments.Field field : fields) {
            if (!field.equals(find(other.arguments(), field.name()))) {
                return false;
            }
        }
        for (Word word : words) {
            if (!has(other.arguments(), word)) {
                return false;
            }
        }
        return true;
    }

    /** The kernel refuses a program at a raw tracepoint that has fewer words than it reads. */
    private boolean has(ProbeArguments arguments, Word word) {
        if (arguments instanceof ProbeArguments.Registers registers) {
            return word.parameter == null
                    || registers
                            .slots()
                            .contains(
                                    new ProbeArguments.Slot(
                                            word.parameter.name(),
                                            word.parameter.type(),
                                            word.index));
        }
        if (arguments instanceof ProbeArguments.Usdt(List<UsdtPlace> places)) {
            return word.index < places.size() && places.get(word.index).equals(place(word.index));
        }
        return arguments instanceof ProbeArguments.Words(var parameters)
                && word.index < parameters.size()
                && (word.parameter == null || word.parameter.equals(parameters.get(word.index)));
    }

    private static ProbeArguments.@Nullable Field find(ProbeArguments arguments, String name) {
        return arguments instanceof ProbeArguments.Fields given ? given.field(name) : null;
    }
}
