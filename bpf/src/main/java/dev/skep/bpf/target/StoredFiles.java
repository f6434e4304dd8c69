package dev.skep.bpf.target;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Copies of a kernel's files in memory, from a zip file or made by hand. */
final class StoredFiles implements KernelFiles {
    private final String name;
    private final Map<String, byte[]> files;

    StoredFiles(String name, Map<String, byte[]> files) {
        this.name = name;
        this.files = Map.copyOf(files);
    }

    /**
     * {@return the entries of a zip file, whose names are the kernel's paths without the first
     * slash}
     */
    static StoredFiles unzip(String name, byte[] zip) {
        Map<String, byte[]> files = new HashMap<>();
        int left = FileReading.LIMIT;
        int entries = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries++;
                if (!entry.isDirectory()) {
                    byte[] bytes = in.readNBytes(left);
                    left -= bytes.length;
                    if (left == 0) {
                        throw new MalformedObjectException(name + " unpacks to more than 256 MiB");
                    }
                    files.put("/" + entry.getName(), bytes);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // ZipInputStream answers entry names that are no UTF-8 with an
            // IllegalArgumentException.
            throw new MalformedObjectException(
                    name + " is not a readable zip file: " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new MalformedObjectException(name + " is not a zip file, or an empty one");
        }
        if (entries != entriesByDirectory(zip)) {
            throw new MalformedObjectException(
                    name + " is not a whole zip file: its end is missing");
        }
        return new StoredFiles(name, files);
    }

    /**
     * {@return how many entries the directory at the end of a zip file lists, -1 if there is none}
     * The stream that reads the entries takes no notice when the rest of the file is missing.
     */
    private static int entriesByDirectory(byte[] zip) {
        for (int at = zip.length - ZipFile.ENDHDR; at >= 0; at--) {
            if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 5 && zip[at + 3] == 6) {
                return (zip[at + ZipFile.ENDTOT] & 0xFF)
                        | (zip[at + ZipFile.ENDTOT + 1] & 0xFF) << 8;
            }
        }
        return -1;
    }

    @Override
    public byte @Nullable [] read(String path) {
        byte[] bytes = files.get(path);
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public @Nullable MemorySegment map(String path) {
        byte[] bytes = files.get(path);
        return bytes == null ? null : FileReading.memory(bytes);
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String path : files.keySet()) {
            if (path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0) {
                names.add(path.substring(prefix.length()));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public String locate(String path) {
        return path.substring(1) + " in " + name;
    }
}
