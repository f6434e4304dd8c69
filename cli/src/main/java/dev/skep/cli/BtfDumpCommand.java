package dev.skep.cli;

import dev.skep.bpf.PermissionException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfDump;
import dev.skep.bpf.btf.BtfFile;
import dev.skep.bpf.btf.c.CDump;
import dev.skep.bpf.btf.c.CHeader;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** {@code skep btf dump}: types, as bpftool prints them, or as C. */
final class BtfDumpCommand implements Command {

    private static final Path SYSFS = Path.of("/sys/kernel/btf");

    private static final Option BASE =
            Option.value(
                    'B',
                    "base-btf",
                    "FILE",
                    "what the types build on; found without for modules in " + SYSFS);

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "btf dump",
                    "print the types of a kernel, a module or an object",
                    "file FILE [format raw|c] [root_id ID]...",
                    List.of(
                            new Example(
                                    "what BPF programs in C need to know of this kernel",
                                    "skep btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h"),
                            new Example("the types of an object", "skep btf dump file prog.bpf.o"),
                            new Example(
                                    "one type and what it consists of",
                                    "skep btf dump file prog.bpf.o format c root_id 12")),
                    List.of(new OptionGroup("Options", List.of(BASE)), CommonOptions.GROUP),
                    ExitCode.USAGE,
                    ExitCode.REFUSED);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        BtfDumpRequest request = BtfDumpRequest.of(arguments.operands());
        String base = arguments.value(BASE);
        Btf btf = read(request.file(), base == null ? baseOf(request.file()) : read(base, null));
        int[] ids = request.ids(btf);
        if (request.c()) {
            printC(btf, ids, request.roots().isEmpty(), streams.out());
        } else {
            printRaw(btf, ids, streams.out());
        }
        return ExitCode.DONE.code();
    }

    private static void printRaw(Btf btf, int[] ids, DataOutput out) {
        BtfDump dump = new BtfDump(btf, out.buffer());
        for (int i = 0; i < ids.length && !out.isBroken(); i++) {
            dump.raw(ids[i]);
            out.recordDone();
        }
    }

    private static void printC(Btf btf, int[] ids, boolean all, DataOutput out) {
        out.buffer().append(CHeader.BEGIN);
        CDump dump = new CDump(btf, out.buffer());
        for (int i = 0; i < ids.length && !out.isBroken(); i++) {
            dump.define(ids[i]);
            out.recordDone();
        }
        if (all) {
            dump.kernelFunctions();
        }
        out.buffer().append(CHeader.END);
        out.recordDone();
    }

    /**
     * {@return what the types of a module that the kernel shows build on; null for another file}
     */
    private static @Nullable Btf baseOf(String file) {
        Path path = path(file).toAbsolutePath().normalize();
        boolean module = path.startsWith(SYSFS) && !path.endsWith("vmlinux");
        return module ? Target.running().btf().orElse(null) : null;
    }

    private static Btf read(String file, @Nullable Btf base) {
        try {
            Btf btf = BtfFile.read(path(file), base);
            if (btf == null) {
                throw new UsageException(
                        file + " has no BTF", "an object gets its section .BTF by clang -g");
            }
            return btf;
        } catch (NoSuchFileException e) {
            throw cannotOpen(file, "No such file or directory");
        } catch (AccessDeniedException e) {
            throw new PermissionException(
                    "reading " + file, -Errno.EACCES, "Run this as somebody who may read it");
        } catch (IOException e) {
            boolean folder = Files.isDirectory(path(file));
            throw cannotOpen(file, folder ? "Is a directory" : String.valueOf(e.getMessage()));
        }
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw cannotOpen(file, "No such file or directory");
        }
    }

    private static UsageException cannotOpen(String file, String reason) {
        return new UsageException("failed to open file '" + file + "': " + reason);
    }
}
