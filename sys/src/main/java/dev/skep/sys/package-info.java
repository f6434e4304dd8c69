/**
 * Every foreign call of Skep: typed requests in, a result or a negated errno out.
 *
 * <p>{@link dev.skep.sys.Kernel} is the seam. {@link dev.skep.sys.Kernel#running()} talks to the
 * running kernel through the foreign function API; the test kit's {@code FakeKernel} behaves like
 * one without a privilege. Nothing here decides anything: no retries but the ones the kernel's
 * interface demands, no messages, no exceptions for what the kernel refuses. That is the business
 * of the modules above, to which alone this one is exported.
 *
 * <p>A method that can fail returns a negative number, which is the errno negated, as the kernel
 * itself does ({@link dev.skep.sys.Errno} has the names). File descriptors are plain ints here and
 * owned by whoever asked.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.sys;
