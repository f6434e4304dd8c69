package dev.skep.sys;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A program to load, in the kernel's terms (uapi {@code bpf.h}, {@code BPF_PROG_LOAD}).
 *
 * @param type the number of the program type
 * @param expectedAttachType the number of the attach type, or 0
 * @param name at most 15 characters of {@code [A-Za-z0-9_.]}
 * @param license decides which helpers may be called, for example {@code GPL}
 * @param instructions encoded instructions, 8 bytes a slot
 * @param flags BPF_F_* bits
 * @param kernelVersion LINUX_VERSION_CODE, asked for by kprobe programs before Linux 5.0
 * @param btf descriptor of the BTF that the records below refer to, or 0
 * @param functionInfo func_info records of 8 bytes, or null
 * @param lineInfo line_info records of 16 bytes, or null
 * @param attachBtfId BTF type id of what to attach to, or 0
 * @param attachDescriptor descriptor of the program or BTF that {@code attachBtfId} is of, or 0 for
 *     vmlinux
 * @param descriptors what instructions name by an index (fd_array), 4 bytes each, or null. Since
 *     Linux 5.14
 * @param log where the verifier writes, or null
 */
public record ProgramLoad(
        int type,
        int expectedAttachType,
        String name,
        String license,
        MemorySegment instructions,
        int flags,
        int kernelVersion,
        int btf,
        @Nullable MemorySegment functionInfo,
        @Nullable MemorySegment lineInfo,
        int attachBtfId,
        int attachDescriptor,
        @Nullable MemorySegment descriptors,
        @Nullable LogBuffer log) {

    /** Makes a program whose instructions name nothing by an index. */
    public ProgramLoad(
            int type,
            int expectedAttachType,
            String name,
            String license,
            MemorySegment instructions,
            int flags,
            int kernelVersion,
            int btf,
            @Nullable MemorySegment functionInfo,
            @Nullable MemorySegment lineInfo,
            int attachBtfId,
            int attachDescriptor,
            @Nullable LogBuffer log) {
        this(
                type,
                expectedAttachType,
                name,
                license,
                instructions,
                flags,
                kernelVersion,
                btf,
                functionInfo,
                lineInfo,
                attachBtfId,
                attachDescriptor,
                null,
                log);
    }
}
