package dev.skep.cli.launch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the jars that {@code ./skep} runs from the classes that Maven compiled. */
final class StartupJars {

    private static final String DESCRIPTOR = "module-info.class";

    private StartupJars() {}

    /**
     * Runs.
     *
     * @param args the folder to write to; the module that is run; folders of compiled modules, of
     *     which those are written, each as {@code MODULE.jar}, that it needs
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        Map<String, Path> modules = new TreeMap<>();
        for (String name : Arrays.asList(args).subList(2, args.length)) {
            Path folder = Path.of(name);
            if (Files.exists(folder.resolve(DESCRIPTOR))) {
                modules.put(descriptor(folder).name(), folder);
            }
        }
        Map<String, Path> needed = needed(args[1], modules);
        ClassHierarchyResolver types =
                ClassHierarchyResolver.defaultResolver()
                        .orElse(
                                ClassHierarchyResolver.ofResourceParsing(
                                        type -> open(type, needed)));
        for (Map.Entry<String, Path> module : needed.entrySet()) {
            write(module.getValue(), target.resolve(module.getKey() + ".jar"), types);
        }
    }

    private static Map<String, Path> needed(String root, Map<String, Path> modules)
            throws IOException {
        Map<String, Path> needed = new LinkedHashMap<>();
        Deque<String> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            String name = next.remove();
            Path folder = modules.get(name);
            if (folder != null && needed.put(name, folder) == null) {
                for (ModuleDescriptor.Requires requires : descriptor(folder).requires()) {
                    next.add(requires.name());
                }
            }
        }
        return needed;
    }

    private static ModuleDescriptor descriptor(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(DESCRIPTOR))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static void write(Path folder, Path jar, ClassHierarchyResolver types)
            throws IOException {
        try (Stream<Path> walk = Files.walk(folder);
                OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(path).toString();
                byte[] bytes = Files.readAllBytes(path);
                boolean isCode = name.endsWith(".class") && !name.endsWith("-info.class");
                out.putNextEntry(new ZipEntry(name));
                out.write(isCode ? StartupClass.of(bytes, types) : bytes);
            }
        }
    }

    private static @Nullable InputStream open(ClassDesc type, Map<String, Path> modules) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
        try {
            for (Path folder : modules.values()) {
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    return Files.newInputStream(file);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
