package dev.skep.trace.check;

import dev.skep.trace.syntax.Macro;
import dev.skep.trace.syntax.Span;

/**
 * A macro that was put where it is called.
 *
 * @param macro the macro
 * @param call where it is called
 */
record MacroUse(Macro macro, Span call) {

    /** {@return whether a stretch of the text is part of the macro} */
    boolean contains(Span span) {
        return span.start() >= macro.span().start() && span.end() <= macro.span().end();
    }
}
