/**
 * What debuggers are told of a program, as far as tracing needs it: the parameters of functions,
 * and types by name. It is read from DWARF, versions 2 to 5, and handed on as BTF, which everything
 * else here speaks.
 *
 * <p>{@link dev.skep.symbols.dwarf.DebugInfo} is where to begin. Units and entries are read as they
 * lie in {@code .debug_info}, one after the other; nothing is kept of them but what was asked for.
 * Split DWARF ({@code .dwo}), type units and supplementary files (dwz) are not followed: what is
 * there is not known.
 *
 * <p>Source of the numbers and rules: DWARF Debugging Information Format, Version 5, section 7.
 */
@NullMarked
package dev.skep.symbols.dwarf;

import org.jspecify.annotations.NullMarked;
