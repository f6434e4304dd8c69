package dev.skep.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void namesAndTextsAreThoseOfTheCLibrary() {
        assertThat(Errno.describe(-Errno.EPERM)).isEqualTo("EPERM (Operation not permitted)");
        assertThat(Errno.describe(-Errno.EAGAIN))
                .isEqualTo("EAGAIN (Resource temporarily unavailable)");
    }

    @Test
    void theKernelsOwnNotSupportedIsNotThatOfSockets() {
        assertThat(Errno.name(524)).isEqualTo("ENOTSUPP");
        assertThat(Errno.name(95)).isEqualTo("EOPNOTSUPP");
    }

    @Test
    void unknownNumbersStayNumbers() {
        assertThat(Errno.describe(-9999)).isEqualTo("9999 (Unknown error 9999)");
    }
}
