package dev.skep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds the cases among the resources, in a folder or in a jar. */
final class LanguageCases {

    /** Beside it are the folders of the areas. */
    private static final String README = "language/README.md";

    private static final String FILES = ".txt";

    private LanguageCases() {}

    /** {@return all cases, area by area} */
    static List<LanguageCase> all() {
        URL readme = Objects.requireNonNull(LanguageCases.class.getResource(README), README);
        try {
            return readme.openConnection() instanceof JarURLConnection jar
                    ? inJar(jar)
                    : inFolder(Objects.requireNonNull(Path.of(readme.toURI()).getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<LanguageCase> inFolder(Path folder) throws IOException {
        List<LanguageCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(FILES)) {
                    cases.addAll(
                            LanguageCase.parse(
                                    name(folder.relativize(file).toString()),
                                    Files.readString(file)));
                }
            }
        }
        return cases;
    }

    private static List<LanguageCase> inJar(JarURLConnection connection) throws IOException {
        String readme = connection.getEntryName();
        String folder = readme.substring(0, readme.lastIndexOf('/') + 1);
        List<LanguageCase> cases = new ArrayList<>();
        JarFile jar = connection.getJarFile();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().startsWith(folder) && entry.getName().endsWith(FILES)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    cases.addAll(
                            LanguageCase.parse(
                                    name(entry.getName().substring(folder.length())),
                                    new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        }
        return cases;
    }

    private static String name(String file) {
        return file.substring(0, file.length() - FILES.length());
    }
}
