package dev.skep.bpf.info;

import dev.skep.bpf.KernelException;
import dev.skep.sys.Kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the kernel tells of an object behind a descriptor ({@code BPF_OBJ_GET_INFO_BY_FD}).
 * The descriptor stays the caller's.
 */
public final class ObjectInfoReader {

    /** PATH_MAX; names of tracepoints and functions are shorter. */
    private static final int NAME_BYTES = 4096;

    private final Kernel kernel;

    /** Creates a reader. */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public ObjectInfoReader(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * {@return what the kernel tells of a program}
     *
     * @throws KernelException if the kernel refuses
     */
    public ProgramInfo program(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ProgramInfoLayout.BYTES, 8);
            read(descriptor, info, "a program");
            int count = info.get(ValueLayout.JAVA_INT, ProgramInfoLayout.MAP_COUNT);
            List<Integer> maps = new ArrayList<>();
            if (count > 0) {
                MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, count);
                info.fill((byte) 0);
                info.set(ValueLayout.JAVA_INT, ProgramInfoLayout.MAP_COUNT, count);
                info.set(ValueLayout.JAVA_LONG, ProgramInfoLayout.MAP_IDS, ids.address());
                read(descriptor, info, "a program");
                int told =
                        Math.min(
                                count, info.get(ValueLayout.JAVA_INT, ProgramInfoLayout.MAP_COUNT));
                for (int i = 0; i < told; i++) {
                    maps.add(ids.getAtIndex(ValueLayout.JAVA_INT, i));
                }
            }
            return ProgramInfoLayout.read(info, maps);
        }
    }

    /**
     * {@return what the kernel tells of a map}
     *
     * @throws KernelException if the kernel refuses
     */
    public MapInfo map(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(MapInfoLayout.BYTES, 8);
            read(descriptor, info, "a map");
            return MapInfoLayout.read(info);
        }
    }

    /**
     * {@return what the kernel tells of BTF}
     *
     * @throws KernelException if the kernel refuses
     */
    public BtfInfo btf(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(BtfInfoLayout.BYTES, 8);
            MemorySegment name = arena.allocate(NAME_BYTES);
            int known = read(descriptor, info, "BTF");
            if (known > BtfInfoLayout.NAME_LENGTH) {
                info.fill((byte) 0);
                info.set(ValueLayout.JAVA_LONG, BtfInfoLayout.NAME, name.address());
                info.set(ValueLayout.JAVA_INT, BtfInfoLayout.NAME_LENGTH, NAME_BYTES);
                read(descriptor, info, "BTF");
            }
            return BtfInfoLayout.read(info, name);
        }
    }

    /**
     * {@return what the kernel tells of a link}
     *
     * @throws KernelException if the kernel refuses
     */
    public LinkInfo link(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(LinkInfoLayout.BYTES, 8);
            MemorySegment name = arena.allocate(NAME_BYTES);
            int known = read(descriptor, info, "a link");
            if (LinkInfoLayout.askForName(info, known, name)) {
                read(descriptor, info, "a link");
            }
            return LinkInfoLayout.read(info, name);
        }
    }

    /** {@return how many bytes this kernel knows of} */
    private int read(int descriptor, MemorySegment info, String what) {
        int result = kernel.objectInfo(descriptor, info);
        if (result < 0) {
            throw new KernelException("asking about " + what, result);
        }
        return result;
    }
}
