package dev.skep.bpf.object;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.btf.BtfSubset;
import dev.skep.bpf.elf.ElfWriter;
import dev.skep.bpf.elf.ElfWriter.Named;
import dev.skep.bpf.elf.ElfWriter.Symbol;
import dev.skep.bpf.elf.ElfWriter.Use;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Target;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes an object as an ELF file that libbpf loads, in the byte order of this machine. How its
 * programs and maps are used afterwards is not in the file: the formats of a script's output stay
 * with Skep.
 *
 * {@snippet :
 * Files.write(Path.of("opensnoop.bpf.o"), ObjectWriter.write(spec, Target.running()));
 * }
 */
public final class ObjectWriter {
    private static final String TEXT = ".text";
    private static final int ALIGNMENT = 8;
    private static final int BTF_ALIGNMENT = 4;

    private final ObjectSpec spec;
    private final Target target;
    private final ElfWriter elf = new ElfWriter(ByteOrder.nativeOrder());
    private final ObjectTypes types;

    private ObjectWriter(ObjectSpec spec, Target target) {
        this.spec = spec;
        this.target = target;
        types = new ObjectTypes(spec);
    }

    /**
     * {@return the bytes of the file}
     *
     * @param target the kernel that the programs were compiled for
     * @throws BpfException if a program refers to something of the running kernel by a number,
     *     which would mean another thing elsewhere
     */
    public static byte[] write(ObjectSpec spec, Target target) {
        return new ObjectWriter(spec, target).write();
    }

    private byte[] write() {
        List<CodeSection> sections = sections();
        CodeWriter code = new CodeWriter(elf, maps());
        sections.forEach(code::write);
        byte[] license = (spec.license() + "\0").getBytes(StandardCharsets.UTF_8);
        elf.section("license", Use.DATA, license, 1);
        // Before the BTF, which keeps the names of sections that the lines refer to.
        byte[] lines = new ExtWriter(types, sections, kernelTypes()).write(ByteOrder.nativeOrder());
        KernelFunctionTypes.add(spec, target, types.builder());
        elf.section(".BTF", Use.INFORMATION, types.builder().build(), BTF_ALIGNMENT);
        elf.section(".BTF.ext", Use.INFORMATION, lines, BTF_ALIGNMENT);
        return elf.build();
    }

    /**
     * Adds the types of the kernel that the programs name to the object's types.
     *
     * @return their ids there, by their ids in the kernel
     */
    private int[] kernelTypes() {
        Set<Integer> named = new TreeSet<>();
        for (ProgramSpec program : spec.programs()) {
            for (CodeElement element : program.code().elements()) {
                if (element.instruction() instanceof Instruction.LoadImmediate64 load
                        && load.value() instanceof Value64.Relocated fact) {
                    named.add(fact.type());
                }
            }
        }
        if (named.isEmpty()) {
            return new int[0];
        }
        BtfSubset needed = new BtfSubset(target.btf().orElseThrow());
        for (int type : named) {
            needed.add(type, 0);
        }
        return needed.copyTo(types.builder());
    }

    /** {@return the sections of instructions, that of subprograms first} */
    private List<CodeSection> sections() {
        CodeSection text = new CodeSection(TEXT);
        Map<String, CodeSection> named = new LinkedHashMap<>();
        for (ProgramSpec program : spec.programs()) {
            List<Function> functions = Function.of(program.name(), program.code());
            named.computeIfAbsent(SectionNames.of(program), CodeSection::new)
                    .add(functions.getFirst(), program.name());
            for (Function function : functions.subList(1, functions.size())) {
                text.add(function, program.name());
            }
        }
        List<CodeSection> all = new ArrayList<>();
        if (text.size() != 0) {
            all.add(text);
        }
        all.addAll(named.values());
        return all;
    }

    /** Writes the maps' sections. */
    private Map<String, Symbol> maps() {
        Map<String, Symbol> symbols = new HashMap<>();
        Set<String> reachedByAddress = reachedByAddress();
        MapDefinitions definitions = new MapDefinitions(types);
        Map<String, MapDefinitions.Place> places = new LinkedHashMap<>();
        for (MapSpec map : spec.maps()) {
            if (map.contents() != null || reachedByAddress.contains(map.name())) {
                symbols.put(map.name(), symbol(map.name(), data(map), 0, map.valueSize()));
            } else {
                places.put(map.name(), definitions.add(map));
            }
        }
        if (!places.isEmpty()) {
            definitions.finish();
            byte[] zeros = new byte[definitions.size()];
            int section = elf.section(MapDefinitions.SECTION, Use.DATA, zeros, ALIGNMENT);
            places.forEach((name, place) ->
                    symbols.put(name, symbol(name, section, place.offset(), place.size())));
        }
        return symbols;
    }

    private Symbol symbol(String name, int section, int offset, int size) {
        return elf.symbol(new Symbol(name, Named.OBJECT, section, offset, size));
    }

    /**
     * {@return the index of the section that holds the value of a data map} Zeros take room in the
     * file too: libbpf makes one map of all that is in {@code .bss}.
     */
    private int data(MapSpec map) {
        byte[] contents = map.contents();
        byte[] bytes = contents == null ? new byte[map.valueSize()] : contents;
        return map.frozen()
                ? elf.section(".rodata." + map.name(), Use.READ_ONLY_DATA, bytes, ALIGNMENT)
                : elf.section(".data." + map.name(), Use.DATA, bytes, ALIGNMENT);
    }

    /** {@return the names of maps whose value programs reach without a lookup} */
    private Set<String> reachedByAddress() {
        Set<String> names = new HashSet<>();
        for (ProgramSpec program : spec.programs()) {
            for (CodeElement element : program.code().elements()) {
                if (element.instruction()
                                instanceof Instruction.LoadImmediate64(var _, Value64 value)
                        && value instanceof Value64.MapValueReference(String map, int _)) {
                    names.add(map);
                }
            }
        }
        return names;
    }
}
