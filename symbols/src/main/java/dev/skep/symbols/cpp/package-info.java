/**
 * Names of C++ functions as people write them, from those that linkers know: {@code ns::fn(int)}
 * from {@code _ZN2ns2fnEi}.
 *
 * <p>Source of the rules: Itanium C++ ABI, section 5.1.
 */
@NullMarked
package dev.skep.symbols.cpp;

import org.jspecify.annotations.NullMarked;
