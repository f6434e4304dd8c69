/**
 * The kernel lab: boots Debian's kernels in QEMU and runs the kernel tests in them.
 *
 * <p>On the host, {@link dev.skep.kernels.Lab} collects the jars of all modules, lists the kernel
 * tests, packs an initramfs per kernel and boots it; {@link dev.skep.kernels.Guest} watches one
 * machine. In the guest, {@link dev.skep.kernels.GuestTests} runs what it is told and sends a
 * {@link dev.skep.kernels.GuestEvent} for each thing that happens, one a line, over a serial line.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.kernels;
