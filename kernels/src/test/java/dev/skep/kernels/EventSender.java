package dev.skep.kernels;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Writes events, each as a line that is never mixed with another. */
final class EventSender {

    private final PrintStream out;

    EventSender(PrintStream out) {
        this.out = out;
    }

    synchronized void send(GuestEvent event) {
        // The line before may be a test's own and not be ended.
        out.print("\n" + event.line() + "\n");
        out.flush();
    }

    /** Sends a stack trace as details. */
    void sendTrace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text, true));
        text.toString().lines().forEach(line -> send(new GuestEvent.Detail(line)));
    }
}
