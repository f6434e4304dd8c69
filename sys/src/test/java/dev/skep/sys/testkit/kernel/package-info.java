/**
 * What a test asks of the kernel it runs on, and how a run is limited to what the kernel has.
 *
 * <p>{@link dev.skep.sys.testkit.kernel.NeedsKernel} marks a test that needs a kernel at all, and
 * says which. Whatever runs the tests (Surefire on the running kernel, the guests of {@code
 * kernels/}) finds {@link dev.skep.sys.testkit.kernel.KernelNeedFilter} on the class path, which
 * leaves out what this kernel cannot do; {@link dev.skep.sys.testkit.kernel.RanTests} notes what
 * did run, so that a test that runs on no kernel at all is found out.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.sys.testkit.kernel;
