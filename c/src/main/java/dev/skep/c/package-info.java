/**
 * C: what a text declares, as BTF.
 *
 * <p>{@link dev.skep.c.CDeclarations} reads a text: its directives, its structs, unions, enums and
 * typedefs, its constants. Types go into BTF that builds on the kernel's, so that whoever knows one
 * kind of types knows both. Nothing is thrown because of a text; what is wrong in it has a place.
 */
@NullMarked
package dev.skep.c;

import org.jspecify.annotations.NullMarked;
