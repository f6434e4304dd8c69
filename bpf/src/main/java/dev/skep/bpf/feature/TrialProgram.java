package dev.skep.bpf.feature;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;

/**
 * A program that is loaded only to see whether the kernel takes it.
 *
 * @param type its type
 * @param attachType the attach type it is checked for
 * @param flags BPF_F_* bits
 * @param attachBtfId id of what it attaches to in the kernel's BTF, or 0
 * @param code its instructions; maps are named by descriptors
 * @param btf descriptor of BTF that {@code functions} refer to, or 0
 * @param functions ids of its functions' types, by ascending start
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once
record TrialProgram(
        ProgramType type,
        AttachType attachType,
        int flags,
        int attachBtfId,
        Code code,
        int btf,
        Function[] functions) {

    private static final Function[] NONE = {};

    /** Where a function starts, in slots, and the id of its type. */
    record Function(int slot, int type) {}

    static TrialProgram of(ProgramType type, Code code) {
        return new TrialProgram(type, AttachType.NONE, 0, 0, code, 0, NONE);
    }

    TrialProgram with(AttachType checkedFor) {
        return new TrialProgram(type, checkedFor, flags, attachBtfId, code, btf, functions);
    }

    TrialProgram withFlags(int bits) {
        return new TrialProgram(type, attachType, bits, attachBtfId, code, btf, functions);
    }

    TrialProgram attachedTo(int btfId) {
        return new TrialProgram(type, attachType, flags, btfId, code, btf, functions);
    }

    TrialProgram withFunctions(int btfDescriptor, Function... typed) {
        return new TrialProgram(type, attachType, flags, attachBtfId, code, btfDescriptor, typed);
    }
}
