package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.c.CDump;

/** Every question that can be asked of BTF. */
final class EverythingAsked {
    private static final String[] PATHS = {"nosuch", "a", "a.b", "first", "next.first", "dentry"};

    private EverythingAsked() {}

    /** Asks them of bytes. {@return how many answers were refused} */
    static int of(byte[] bytes) {
        Btf btf;
        try {
            btf = Fixtures.btf(bytes);
        } catch (MalformedObjectException _) {
            return 1;
        }
        return of(btf);
    }

    /** Asks them of types. {@return how many answers were refused} */
    static int of(Btf btf) {
        int refused = 0;
        for (int id = 0; id < btf.idCount(); id++) {
            int type = id;
            refused += attempt(() -> btf.type(type));
            refused += attempt(() -> btf.name(type));
            refused += attempt(() -> btf.sizeOf(type));
            refused += attempt(() -> btf.resolve(type));
            refused += attempt(() -> btf.skipModifiers(type));
            for (String path : PATHS) {
                refused += attempt(() -> btf.field(type, path));
            }
            refused += attempt(() -> new BtfSubset(btf).add(type, 2).build());
        }
        for (BtfKind kind : BtfKind.values()) {
            refused += attempt(() -> btf.find("nosuch", kind));
            refused += attempt(() -> btf.findAll("nosuch", kind));
        }
        refused += attempt(() -> raw(btf));
        c(btf);
        return refused;
    }

    private static void raw(Btf btf) {
        StringBuilder text = new StringBuilder();
        BtfDump dump = new BtfDump(btf, text);
        for (int id = 0; id < btf.idCount(); id++) {
            dump.raw(id);
            text.setLength(0);
        }
    }

    /** What is no C may be refused even where nothing is wrong with the BTF. */
    private static void c(Btf btf) {
        StringBuilder text = new StringBuilder();
        CDump dump = new CDump(btf, text);
        for (int id = 0; id < btf.idCount(); id++) {
            int type = id;
            attempt(() -> dump.define(type));
            attempt(() -> dump.declaration(type, "x"));
            text.setLength(0);
        }
        attempt(dump::kernelFunctions);
    }

    private static int attempt(Runnable question) {
        try {
            question.run();
            return 0;
        } catch (MalformedObjectException e) {
            assertThat(e.getMessage())
                    .matches("(?s)made by hand (is not BTF: at offset|can't be C: type) .*");
            return 1;
        }
    }
}
