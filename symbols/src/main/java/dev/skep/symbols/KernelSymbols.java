package dev.skep.symbols;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.kallsyms.Kallsyms;

import org.jspecify.annotations.Nullable;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The symbols of a kernel as they were when they were read; modules and BPF programs that come
 * later are not among them. Immutable; may be used from any thread.
 */
public final class KernelSymbols {
    private static final String FILE = "/proc/kallsyms";

    private final Kallsyms symbols;
    private final @Nullable String hiddenReason;

    private KernelSymbols(Kallsyms symbols, @Nullable String hiddenReason) {
        this.symbols = symbols;
        this.hiddenReason = hiddenReason;
    }

    /**
     * {@return the symbols of the running kernel} Takes some 100 ms, half of which the kernel needs
     * to write 5 to 10 MB of text, and half of that in heap.
     *
     * @throws BpfException if {@code /proc/kallsyms} can't be read
     */
    public static KernelSymbols running() {
        try (FileInputStream in = new FileInputStream(FILE)) {
            return of(Kallsyms.read(FILE, in));
        } catch (IOException e) {
            throw new BpfException(
                    "cannot read "
                            + FILE
                            + ", so the kernel's addresses have no names: "
                            + e.getMessage(),
                    e);
        }
    }

    /** {@return those of a table} */
    public static KernelSymbols of(Kallsyms symbols) {
        return new KernelSymbols(symbols, symbols.hidesAddresses() ? reason() : null);
    }

    /** {@return the table they come from} */
    public Kallsyms table() {
        return symbols;
    }

    /**
     * {@return why no address has a symbol, and what to do; null if the kernel shows its addresses}
     * To be said once, beside frames that are only numbers.
     */
    public @Nullable String hiddenReason() {
        return hiddenReason;
    }

    /** {@return what is at an address} */
    public KernelFrame frame(long address) {
        int at = symbols.at(address);
        return at < 0
                ? new KernelFrame(address, null, 0, null)
                : new KernelFrame(
                        address,
                        symbols.name(at),
                        address - symbols.address(at),
                        symbols.module(at));
    }

    /**
     * {@return the address of a symbol, the lowest of several; 0 if there is none of that name}
     *
     * @throws HiddenAddressesException if the kernel does not show its addresses
     */
    public long address(String name) {
        if (hiddenReason != null) {
            throw new HiddenAddressesException(
                    "cannot tell the address of " + name + ": " + hiddenReason);
        }
        int at = symbols.find(name);
        return at < 0 ? 0 : symbols.address(at);
    }

    /** By kernel/ksyms_common.c, kallsyms_show_value. */
    private static String reason() {
        String setting = setting("/proc/sys/kernel/kptr_restrict");
        String start = "the kernel hides its addresses from this process: ";
        return switch (setting) {
            case "2" -> start + "kernel.kptr_restrict is 2. Try: sysctl kernel.kptr_restrict=1";
            case "0" ->
                    start
                            + "that takes CAP_SYSLOG, or kernel.perf_event_paranoid at 1 or below."
                            + " Run this with sudo";
            default -> start + "that takes CAP_SYSLOG. Run this with sudo";
        };
    }

    private static String setting(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
