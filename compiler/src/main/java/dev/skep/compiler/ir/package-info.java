/** The intermediate representation: SSA over blocks with parameters. */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.ir;
