package dev.skep.compiler.codegen;

/** A way into a block, with a virtual register for each of its parameters. */
final class MachineEdge {
    final MachineBlock target;
    final int[] arguments;

    MachineEdge(MachineBlock target, int... arguments) {
        this.target = target;
        this.arguments = arguments;
    }
}
