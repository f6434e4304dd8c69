package dev.skep.cli.launch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes the jars that {@code ./skep} runs from those that Maven made. */
final class StartupJars {

    private StartupJars() {}

    /**
     * Runs; the arguments are the folder to write to, and pairs of a jar and what to call it there.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<ZipFile> jars = new ArrayList<>();
        for (int i = 1; i < args.length; i += 2) {
            jars.add(new ZipFile(args[i]));
        }
        ClassHierarchyResolver types =
                ClassHierarchyResolver.defaultResolver()
                        .orElse(ClassHierarchyResolver.ofResourceParsing(type -> find(type, jars)));
        for (int i = 0; i < jars.size(); i++) {
            try (OutputStream file = Files.newOutputStream(folder.resolve(args[2 + 2 * i]))) {
                copy(jars.get(i), file, types);
            }
        }
        // Classes of any jar may be asked for until the last one is written.
        for (ZipFile jar : jars) {
            jar.close();
        }
    }

    private static void copy(ZipFile jar, OutputStream file, ClassHierarchyResolver types)
            throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : jar.stream().toList()) {
                byte[] bytes = read(jar, entry);
                boolean isCode =
                        entry.getName().endsWith(".class")
                                && !entry.getName().endsWith("-info.class");
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(isCode ? StartupClass.of(bytes, types) : bytes);
            }
        }
    }

    private static @Nullable InputStream find(ClassDesc type, List<ZipFile> jars) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
        try {
            for (ZipFile jar : jars) {
                ZipEntry entry = jar.getEntry(name);
                if (entry != null) {
                    return jar.getInputStream(entry);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
