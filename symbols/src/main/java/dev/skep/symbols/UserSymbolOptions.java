package dev.skep.symbols;

import java.util.List;

/**
 * How user symbols are looked for, and what is kept.
 *
 * @param caching what is kept of processes
 * @param debugFolders where debug files are besides {@code /usr/lib/debug}; laid out in the same
 *     way
 * @param processes how many processes are kept; the one not used for the longest goes
 * @param binaries how many programs and libraries are kept open; the one not used for the longest
 *     goes. Each takes 12 bytes of heap per function once one of its addresses is looked up
 */
public record UserSymbolOptions(
        SymbolCaching caching, List<String> debugFolders, int processes, int binaries) {

    /** Per process, 1,024 of them, 256 binaries. */
    public static final UserSymbolOptions DEFAULT =
            new UserSymbolOptions(SymbolCaching.PER_PID, List.of(), 1024, 256);

    /** Checks the bounds. */
    public UserSymbolOptions {
        if (processes < 1 || binaries < 1) {
            throw new IllegalArgumentException("room for no process or no binary");
        }
        debugFolders = List.copyOf(debugFolders);
    }

    /** {@return the same with other caching} */
    public UserSymbolOptions withCaching(SymbolCaching other) {
        return new UserSymbolOptions(other, debugFolders, processes, binaries);
    }

    /** {@return the same with other folders of debug files} */
    public UserSymbolOptions withDebugFolders(List<String> folders) {
        return new UserSymbolOptions(caching, folders, processes, binaries);
    }
}
