package dev.skep.symbols;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.SymbolTable;
import dev.skep.bpf.elf.SymbolType;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * What symbols cost in a JVM that has just started, time of the CPU and heap:
 *
 * <pre>
 * java -XX:+UseSerialGC -cp … dev.skep.symbols.SymbolsCost
 * </pre>
 *
 * <p>Each line is a first time; the second round shows what is left when everything is warm.
 */
final class SymbolsCost {
    private static final int ADDRESSES = 10_000;

    private SymbolsCost() {}

    public static void main(String[] args) throws Exception {
        int self = (int) ProcessHandle.current().pid();
        for (int round = 1; round <= 2; round++) {
            System.out.println("round " + round);
            Cost cost = new Cost();
            KernelSymbols kernel = KernelSymbols.running();
            cost.print("open kallsyms, " + kernel.table().count() + " symbols");
            SplittableRandom random = new SplittableRandom(1);
            int resolved = 0;
            cost = new Cost();
            for (int i = 0; i < ADDRESSES; i++) {
                int symbol = random.nextInt(kernel.table().count());
                resolved += kernel.frame(kernel.table().address(symbol) + 1).offset() > 0 ? 1 : 0;
            }
            cost.print(ADDRESSES + " kernel addresses, " + resolved + " resolved");
            cost = new Cost();
            kernel.address("vfs_read");
            cost.print("one kernel symbol by name");

            Path library = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
            cost = new Cost();
            ElfFile file = ElfFile.map(library);
            SymbolTable table = file.symbols();
            cost.print("open libjvm.so, " + table.count() + " symbols");
            cost = new Cost();
            table.function(file.header().entry());
            cost.print("its functions by address");
            long[] addresses = new long[ADDRESSES];
            MemoryMapping mapping = mapping(self, library.toRealPath().toString());
            for (int i = 0; i < ADDRESSES; ) {
                int symbol = random.nextInt(table.count());
                long offset =
                        table.type(symbol) == SymbolType.FUNC && table.isDefined(symbol)
                                ? file.fileOffset(table.value(symbol))
                                : -1;
                if (offset != -1) {
                    addresses[i++] = offset - mapping.fileOffset() + mapping.start();
                }
            }
            UserSymbols users = new UserSymbols(UserSymbolOptions.DEFAULT);
            cost = new Cost();
            users.remember(self);
            cost.print("remember this process");
            cost = new Cost();
            users.frame(self, addresses[0]);
            cost.print("its first address");
            cost = new Cost();
            resolved = 0;
            for (int i = 0; i < ADDRESSES; i += 20) {
                long[] stack = java.util.Arrays.copyOfRange(addresses, i, i + 20);
                for (UserFrame frame : users.stack(self, stack, 20, null)) {
                    resolved += frame.symbol() == null ? 0 : 1;
                }
            }
            cost.print(ADDRESSES + " user addresses in stacks of 20, " + resolved + " resolved");
        }
    }

    private static MemoryMapping mapping(int pid, String path) {
        for (MemoryMapping mapping : ProcFiles.RUNNING.mappings(pid).all()) {
            if (mapping.path().equals(path)) {
                return mapping;
            }
        }
        throw new IllegalStateException(path + " is not mapped");
    }

    private static final class Cost {
        private final long heap = heap();
        private final long wall = System.nanoTime();
        private final long cpu = cpu();

        void print(String what) {
            long cpuNow = cpu();
            long wallNow = System.nanoTime();
            System.out.println(
                    "  "
                            + (cpuNow - cpu) / 1000
                            + " us of this thread, "
                            + (wallNow - wall) / 1000
                            + " us in all, "
                            + (heap() - heap) / 1024
                            + " KiB kept: "
                            + what);
        }

        private static long cpu() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private static long heap() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
