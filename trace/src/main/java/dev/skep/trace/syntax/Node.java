package dev.skep.trace.syntax;

/**
 * A piece of a script's syntax tree. Nodes are immutable and know where they stand; what they mean
 * is kept beside the tree, by the identity of the node.
 */
public sealed interface Node
        permits Script,
                Probe,
                AttachPoint,
                Statement,
                Expression,
                TypeName,
                ConfigSetting,
                Import,
                MapDeclaration,
                Macro,
                Preamble {

    /** {@return the text it was read from} */
    Span span();
}
