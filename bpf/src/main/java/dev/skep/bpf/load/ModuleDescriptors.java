package dev.skep.bpf.load;

import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.info.BtfInfo;
import dev.skep.bpf.info.ObjectInfoReader;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.ObjectKind;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The types of modules as descriptors, for instructions that name them by an index (trap T22): the
 * {@code fd_array} of loading a program, of which the first is not used. They stay open until the
 * programs are loaded.
 */
final class ModuleDescriptors implements AutoCloseable {
    private final Kernel kernel;
    private final ObjectInfoReader reader;
    private final List<String> names = new ArrayList<>();
    private final List<Descriptor> open = new ArrayList<>();

    ModuleDescriptors(Kernel kernel) {
        this.kernel = kernel;
        reader = new ObjectInfoReader(kernel);
    }

    /**
     * {@return the index of a module's types, from 1}
     *
     * @throws PermissionException if looking at the kernel's objects is not allowed
     * @throws KernelException if the module is not loaded any more
     */
    short index(String module) {
        int known = names.indexOf(module);
        if (known < 0) {
            known = names.size();
            open.add(new Descriptor(kernel, find(module), "BTF of module " + module));
            names.add(module);
        }
        return (short) (known + 1);
    }

    private int find(String module) {
        String attempted = "looking for the types of module " + module;
        int id = kernel.nextId(ObjectKind.BTF, 0);
        while (id >= 0) {
            int opened = kernel.openById(ObjectKind.BTF, id);
            if (opened >= 0) {
                if (isOf(module, opened)) {
                    return opened;
                }
            } else if (opened != -Errno.ENOENT) { // what went meanwhile is another one's
                throw refused(attempted, opened);
            }
            id = kernel.nextId(ObjectKind.BTF, id);
        }
        throw refused(attempted, id);
    }

    /** {@return whether that is what a descriptor is of; if not it is closed} */
    private boolean isOf(String module, int opened) {
        boolean is = false;
        try {
            BtfInfo info = reader.btf(opened);
            is = info.ofKernel() && info.name().equals(module);
        } finally {
            if (!is) {
                kernel.close(opened);
            }
        }
        return is;
    }

    private static KernelException refused(String attempted, int error) {
        return error == -Errno.EPERM
                ? new PermissionException(
                        attempted, error, "It needs CAP_SYS_ADMIN: run it with sudo")
                : new KernelException(attempted, error);
    }

    /** {@return the descriptors by index, 4 bytes each; null if there are none} */
    @Nullable MemorySegment array(Arena arena) {
        if (open.isEmpty()) {
            return null;
        }
        MemorySegment array = arena.allocate(ValueLayout.JAVA_INT, open.size() + 1L);
        for (int i = 0; i < open.size(); i++) {
            array.setAtIndex(ValueLayout.JAVA_INT, i + 1L, open.get(i).number());
        }
        return array;
    }

    @Override
    public void close() {
        open.forEach(Descriptor::close);
    }
}
