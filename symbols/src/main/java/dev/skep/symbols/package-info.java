/**
 * From addresses to names and back.
 *
 * <p>{@link dev.skep.symbols.KernelSymbols} knows the kernel's, {@link
 * dev.skep.symbols.UserSymbols} those of processes, in whatever mount namespace they live and,
 * where it was told in time, after their end; {@link dev.skep.symbols.BinaryLookup} and {@link
 * dev.skep.symbols.BinarySymbols} find where in which file a uprobe goes.
 *
 * {@snippet :
 * KernelSymbols kernel = KernelSymbols.running();
 * kernel.frame(address).toString(); // vfs_read+12
 *
 * UserSymbols users = new UserSymbols(UserSymbolOptions.DEFAULT);
 * users.stack(pid, addresses, addresses.length, null).getFirst().symbol();
 *
 * BinarySymbols libc = BinarySymbols.open(BinaryLookup.running().find("libc"));
 * libc.function("malloc").fileOffset();
 * }
 *
 * <p>Addresses that can't be resolved are no errors: they come back as frames without a symbol.
 * Caches have bounds, which {@link dev.skep.symbols.UserSymbolOptions} sets.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.symbols;
