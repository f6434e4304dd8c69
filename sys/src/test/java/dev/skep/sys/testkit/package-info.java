/** A kernel without a kernel, for tests that need no privilege. */
@org.jspecify.annotations.NullMarked
package dev.skep.sys.testkit;
