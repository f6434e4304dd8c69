package dev.skep.kernels;

import java.io.Serial;

/** The lab cannot do its work; the message is for whoever started it. */
final class LabException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    LabException(String message) {
        super(message);
    }
}
