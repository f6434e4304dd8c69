package dev.skep.sys.testkit.kernel;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Notes the kernel tests that ran, whether they passed or not: a line with the unique id of each,
 * in a file of this JVM's in the folder that the environment variable {@value #FOLDER} names.
 * JUnit's launcher finds it as a service; without the variable it does nothing.
 */
public final class RanTests implements TestExecutionListener {

    /** The variable that names the folder. */
    public static final String FOLDER = "SKEP_RAN_TESTS";

    private static final TestTag KERNEL = TestTag.create("kernel");

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String folder = System.getenv(FOLDER);
        if (folder == null
                || !test.isTest()
                || !test.getTags().contains(KERNEL)
                || result.getStatus() == TestExecutionResult.Status.ABORTED) {
            return;
        }
        try {
            // At once, because a JVM that is killed has run them all the same.
            Files.writeString(
                    Path.of(folder, ProcessHandle.current().pid() + ".txt"),
                    test.getUniqueId() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
