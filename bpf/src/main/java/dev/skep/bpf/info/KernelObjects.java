package dev.skep.bpf.info;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.ObjectKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The BPF objects of a kernel, of whatever process, by their ids. Objects come and go meanwhile:
 * what is gone before it is looked at is left out. Needs CAP_SYS_ADMIN.
 */
public final class KernelObjects {

    private final Kernel kernel;
    private final Target target;
    private final ObjectInfoReader reader;

    private KernelObjects(Kernel kernel, Target target) {
        this.kernel = kernel;
        this.target = target;
        this.reader = new ObjectInfoReader(kernel);
    }

    /** {@return the objects of the running kernel} */
    public static KernelObjects running() {
        return of(Kernel.running(), Target.running());
    }

    /** {@return the objects of {@code kernel}, which {@code target} describes} */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static KernelObjects of(Kernel kernel, Target target) {
        return new KernelObjects(kernel, target);
    }

    private interface Reading<T> {
        T read(int descriptor);
    }

    /**
     * {@return all programs, by ascending id}
     *
     * @throws KernelException if the kernel refuses
     */
    public List<ProgramInfo> programs() {
        return all(ObjectKind.PROGRAM, reader::program);
    }

    /**
     * {@return all maps, by ascending id}
     *
     * @throws KernelException if the kernel refuses
     */
    public List<MapInfo> maps() {
        return all(ObjectKind.MAP, reader::map);
    }

    /**
     * {@return all links, by ascending id}. Since Linux 5.8
     *
     * @throws KernelException if the kernel refuses
     */
    public List<LinkInfo> links() {
        return all(ObjectKind.LINK, reader::link);
    }

    /**
     * {@return all BTF, the kernel's own included, by ascending id}
     *
     * @throws KernelException if the kernel refuses
     */
    public List<BtfInfo> btfs() {
        return all(ObjectKind.BTF, reader::btf);
    }

    /**
     * {@return the program with that id, if there is one}
     *
     * @throws KernelException if the kernel refuses
     */
    public Optional<ProgramInfo> program(int id) {
        return Optional.ofNullable(one(ObjectKind.PROGRAM, id, reader::program));
    }

    /**
     * {@return the map with that id, if there is one}
     *
     * @throws KernelException if the kernel refuses
     */
    public Optional<MapInfo> map(int id) {
        return Optional.ofNullable(one(ObjectKind.MAP, id, reader::map));
    }

    /**
     * {@return the link with that id, if there is one}. Since Linux 5.8
     *
     * @throws KernelException if the kernel refuses
     */
    public Optional<LinkInfo> link(int id) {
        return Optional.ofNullable(one(ObjectKind.LINK, id, reader::link));
    }

    /**
     * {@return the BTF with that id, if there is one}
     *
     * @throws KernelException if the kernel refuses
     */
    public Optional<BtfInfo> btf(int id) {
        return Optional.ofNullable(one(ObjectKind.BTF, id, reader::btf));
    }

    /**
     * {@return the map with that id, opened, if there is one} Its layouts are not known.
     *
     * @throws KernelException if the kernel refuses, or the map is of a type that Skep does not
     *     know
     */
    public Optional<BpfMap> openMap(int id) {
        int opened = kernel.openById(ObjectKind.MAP, id);
        if (opened == -Errno.ENOENT) {
            return Optional.empty();
        }
        check(opened, "opening map " + id);
        Descriptor descriptor = new Descriptor(kernel, opened, "map " + id);
        try {
            MapInfo info = reader.map(opened);
            MapType type = info.type().orElse(null);
            if (type == null) {
                throw new KernelException(
                        "opening map " + id,
                        -Errno.EINVAL,
                        "Its type has the number " + info.typeNumber());
            }
            MapSpec spec =
                    MapSpec.ofBytes(
                                    info.name(),
                                    type,
                                    info.keySize(),
                                    info.valueSize(),
                                    info.maxEntries())
                            .withFlags(info.flags());
            return Optional.of(new LoadedMap(descriptor, spec, target));
        } catch (Throwable t) {
            descriptor.close();
            throw t;
        }
    }

    private <T> List<T> all(ObjectKind kind, Reading<T> reading) {
        List<T> found = new ArrayList<>();
        int id = kernel.nextId(kind, 0);
        while (id >= 0) {
            T info = one(kind, id, reading);
            if (info != null) {
                found.add(info);
            }
            id = kernel.nextId(kind, id);
        }
        if (id != -Errno.ENOENT) {
            check(id, "looking for BPF objects");
        }
        return found;
    }

    private <T> @Nullable T one(ObjectKind kind, int id, Reading<T> reading) {
        int opened = kernel.openById(kind, id);
        if (opened == -Errno.ENOENT) {
            return null; // It went meanwhile.
        }
        check(opened, "opening the BPF object " + id);
        try {
            return reading.read(opened);
        } finally {
            kernel.close(opened);
        }
    }

    private static void check(int result, String attempted) {
        if (result == -Errno.EPERM) {
            throw new PermissionException(
                    attempted, result, "It needs CAP_SYS_ADMIN: run it with sudo");
        }
        if (result < 0) {
            throw new KernelException(attempted, result);
        }
    }
}
