/**
 * What programs may call, in one table ({@link dev.skep.compiler.call.HelperTable}): what each
 * helper of the kernel takes and gives, for which programs it is, and what it changes; beside it
 * {@link dev.skep.compiler.call.KernelFunctionTable} for functions of the kernel. The checker of
 * IR, the passes, and the errors that a script gets before it is loaded all read it.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.compiler.call;
