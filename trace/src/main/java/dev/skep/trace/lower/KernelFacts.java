package dev.skep.trace.lower;

import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.bpf.btf.BtfType;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.BtfTypes;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What differs between kernels: sizes, enumerators, and where bit fields lie. In programs that
 * other kernels load these are numbers that the loader finds out (CO-RE), else the Target's.
 */
final class KernelFacts {
    private static final int WORD = 8;

    private final Program program;

    KernelFacts(Program program) {
        this.program = program;
    }

    /** {@return how many bytes a value of a type has, at least 1} */
    Value size(ScriptType type) {
        int size = Math.max(type.size(), 1);
        return type instanceof ScriptType.Composite struct
                        && program.tables.isRelocated(struct)
                        && !struct.name().isEmpty()
                ? program.code.relocated(CoreRelocation.TYPE_SIZE, struct.id(), "0", size)
                : program.integer(size);
    }

    /** {@return the value of an enumerator that the loader finds out, or null} */
    @Nullable Value enumerator(Expression expression, long known) {
        if (!program.tables.isPortable()
                || !(expression instanceof Expression.Name name)
                || !(program.script.typeOf(name) instanceof ScriptType.Enumeration type)
                || !program.tables.isKernels(type.btf())
                || type.name().isEmpty()
                || !(type.btf().type(type.id()) instanceof BtfType.Enumeration enumeration)) {
            return null;
        }
        List<BtfType.Enumerator> enumerators = enumeration.enumerators();
        for (int i = 0; i < enumerators.size(); i++) {
            if (enumerators.get(i).name().equals(name.name())) {
                return program.code.relocated(
                        CoreRelocation.ENUM_VALUE, type.id(), Integer.toString(i), known);
            }
        }
        return null;
    }

    /**
     * {@return the value of a bit field, extended to 64 bits}
     *
     * <p>As many bytes are loaded, and shifted by as much, as {@code bpf_core_calc_field_relo} of
     * libbpf says: the least power of two, from the declared type on, that has all bits.
     *
     * @param place the bit field
     * @param structBytes how many bytes its struct is behind the start of the one that the way to
     *     it begins in
     */
    Value bits(Location.Relocated place, BtfTypes.Member member, int structBytes) {
        int first = structBytes * Byte.SIZE + member.bitOffset();
        int size = member.type().size();
        int start = first / Byte.SIZE / size * size;
        while (first + member.bitSize() > (start + size) * Byte.SIZE && size < WORD) {
            size *= 2;
            start = first / Byte.SIZE / size * size;
        }
        int above = Long.SIZE - (first - start * Byte.SIZE) - member.bitSize();
        Frame.Mark mark = program.frame.mark();
        Place copy = program.frame.allocate("bit field", WORD);
        program.clear(copy, WORD);
        program.code.call(
                Expressions.reader(place.space()),
                Type.VOID,
                program.address(copy),
                program.code.truncate(fact(CoreRelocation.FIELD_SIZE, place, size), Type.I32),
                binary(
                        BinaryOperation.ADD,
                        place.address(),
                        fact(CoreRelocation.FIELD_OFFSET, place, start)));
        Value word = program.load(copy, WORD, false);
        program.frame.release(mark);
        Value top =
                binary(
                        BinaryOperation.SHL,
                        word,
                        fact(CoreRelocation.FIELD_LEFT_SHIFT, place, above));
        return binary(
                ScriptType.isSigned(member.type()) ? BinaryOperation.ASHR : BinaryOperation.LSHR,
                top,
                fact(CoreRelocation.FIELD_RIGHT_SHIFT, place, Long.SIZE - member.bitSize()));
    }

    private Value fact(CoreRelocation kind, Location.Relocated place, int known) {
        return program.code.relocated(kind, place.struct(), place.path(), known);
    }

    private Value binary(BinaryOperation operation, Value left, Value right) {
        return program.code.binary(operation, left, right);
    }
}
