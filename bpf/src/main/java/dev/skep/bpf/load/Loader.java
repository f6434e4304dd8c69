package dev.skep.bpf.load;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.handle.LoadedProgram;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Privileges;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.MapCreate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a spec into kernel objects: BTF first, then maps (data filled in, read-only data frozen, so
 * that the verifier knows its values), then programs. Either all of it is loaded or nothing is left
 * behind.
 */
public final class Loader {

    private final Kernel kernel;
    private final Target target;
    private final boolean lockedMemoryCharged;

    private Loader(Kernel kernel, Target target) {
        this.kernel = kernel;
        this.target = target;
        // Since 5.11 BPF memory is charged to the cgroup; before, to a limit that is 64 KiB by
        // default (trap T4).
        this.lockedMemoryCharged = !target.version().isAtLeast(5, 11);
    }

    /**
     * Loads an object into the running kernel.
     *
     * @throws PermissionException if a privilege is missing
     * @throws UnsupportedByKernelException if a program needs what the kernel does not have
     * @throws dev.skep.bpf.VerifierException if the verifier refuses a program
     * @throws KernelException if the kernel refuses anything else
     */
    public static BpfObject load(ObjectSpec spec) {
        return load(spec, Target.running(), Kernel.running());
    }

    /**
     * Loads an object into {@code kernel}, which {@code target} describes; otherwise as {@link
     * #load(ObjectSpec)}.
     */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static BpfObject load(ObjectSpec spec, Target target, Kernel kernel) {
        return new Loader(kernel, target).object(spec);
    }

    /**
     * Creates a map by itself in the running kernel, as one to put into a map of maps.
     *
     * @throws PermissionException if a privilege is missing
     * @throws KernelException if the kernel refuses otherwise
     */
    public static BpfMap create(MapSpec spec) {
        return create(spec, Target.running(), Kernel.running());
    }

    /**
     * Creates a map by itself in {@code kernel}, which {@code target} describes; otherwise as
     * {@link #create(MapSpec)}.
     */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static BpfMap create(MapSpec spec, Target target, Kernel kernel) {
        ObjectSpec object = new ObjectSpec(spec.name(), "", List.of(), List.of(spec));
        return load(object, target, kernel).maps().getFirst();
    }

    private BpfObject object(ObjectSpec spec) {
        if (lockedMemoryCharged) {
            // Without CAP_SYS_RESOURCE this fails; small objects may still fit, and if not the
            // error says so.
            kernel.raiseLockedMemoryLimit();
        }
        Map<String, BpfMap> maps = new LinkedHashMap<>();
        List<BpfProgram> programs = new ArrayList<>();
        try (ObjectBtf btf = ObjectBtf.load(spec, kernel);
                ModuleDescriptors modules = new ModuleDescriptors(kernel)) {
            for (MapSpec map : spec.maps()) {
                maps.put(map.name(), map(map, btf));
            }
            ProgramLoader loader = new ProgramLoader(kernel, target, spec.license(), btf, modules);
            MapReferences references = new MapReferences(maps);
            KernelFunctions functions = new KernelFunctions(target, modules);
            for (ProgramSpec program : spec.programs()) {
                Code code = functions.resolve(program, references.resolve(program.code()));
                programs.add(program(program, code, loader));
            }
            return new BpfObject(List.copyOf(maps.values()), programs);
        } catch (Throwable t) {
            new BpfObject(List.copyOf(maps.values()), programs).close();
            throw t;
        }
    }

    private BpfProgram program(ProgramSpec program, Code code, ProgramLoader loader) {
        int descriptor = loader.load(program, code);
        if (descriptor == -Errno.EPERM && isTrampoline(program)) {
            // With the right to load others, this is the kernel's: it can't make trampolines.
            throw new UnsupportedByKernelException(
                    program.attachType().kernelName().substring("trace_".length())
                            + " "
                            + program.attachTo(),
                    "trampolines at functions (its configuration, or a lockdown, forbids them)",
                    "",
                    "Use a kprobe or a tracepoint instead");
        }
        if (descriptor == -Errno.EPERM) {
            throw denied("loading program \"" + program.name() + "\"");
        }
        if (descriptor < 0) {
            throw new KernelException("loading program \"" + program.name() + "\"", descriptor);
        }
        return new LoadedProgram(
                new Descriptor(kernel, descriptor, "program \"" + program.name() + "\""), program);
    }

    private BpfMap map(MapSpec wanted, ObjectBtf btf) {
        MapSpec spec = MapFixUps.of(wanted, target);
        int descriptor = descriptor(spec, btf);
        if (descriptor < 0) {
            throw new MapRefusal(kernel, target, lockedMemoryCharged).of(spec, descriptor);
        }
        BpfMap map =
                new LoadedMap(
                        new Descriptor(kernel, descriptor, "map \"" + spec.name() + "\""),
                        spec,
                        target);
        try {
            fill(map);
        } catch (Throwable t) {
            map.close();
            throw t;
        }
        return map;
    }

    private int descriptor(MapSpec spec, ObjectBtf btf) {
        MapSpec inner = spec.inner();
        if (inner == null) {
            return kernel.mapCreate(request(spec, btf, 0));
        }
        // The kernel only looks what it is like; it needs to be there no longer than that.
        int template = kernel.mapCreate(request(MapFixUps.of(inner, target), btf, 0));
        if (template < 0) {
            return template;
        }
        int result = kernel.mapCreate(request(spec, btf, template));
        kernel.close(template);
        return result;
    }

    private static MapCreate request(MapSpec spec, ObjectBtf btf, int innerMap) {
        boolean typed = spec.type().takesBtf() && btf.keyType(spec) != 0;
        return new MapCreate(
                spec.type().number(),
                spec.keySize(),
                spec.valueSize(),
                spec.maxEntries(),
                spec.flags(),
                KernelNames.of(spec.name()),
                typed ? btf.descriptor() : 0,
                typed ? btf.keyType(spec) : 0,
                typed ? btf.valueType(spec) : 0,
                innerMap,
                0,
                spec.extra());
    }

    private void fill(BpfMap map) {
        byte[] contents = map.spec().contents();
        if (contents != null) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(contents.length, 8);
                MemorySegment.copy(contents, 0, value, ValueLayout.JAVA_BYTE, 0, contents.length);
                map.update(arena.allocate(ValueLayout.JAVA_INT), value);
            }
        }
        if (map.spec().frozen()) {
            int result = kernel.mapFreeze(map.fd());
            if (result < 0) {
                throw new KernelException("freezing " + map, result);
            }
        }
    }

    private static boolean isTrampoline(ProgramSpec program) {
        return switch (program.attachType()) {
            case TRACE_FENTRY, TRACE_FEXIT -> true;
            default -> false;
        };
    }

    private PermissionException denied(String attempted) {
        return new PermissionException(
                attempted, -Errno.EPERM, Privileges.advice(target, lockedMemoryCharged));
    }
}
