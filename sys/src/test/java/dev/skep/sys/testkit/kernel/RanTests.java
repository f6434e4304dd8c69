package dev.skep.sys.testkit.kernel;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

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

    private final @Nullable String folder;
    private @Nullable TestPlan plan;

    /** For the launcher, which finds it as a service. */
    public RanTests() {
        this(System.getenv(FOLDER));
    }

    RanTests(@Nullable String folder) {
        this.folder = folder;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    /** A dynamic test has no tags of its own: those of its factory count. */
    private boolean needsKernel(TestIdentifier test) {
        TestPlan whole = plan;
        TestIdentifier at = test;
        while (at != null) {
            if (at.getTags().contains(KERNEL)) {
                return true;
            }
            at = whole == null ? null : whole.getParent(at).orElse(null);
        }
        return false;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (folder == null
                || !test.isTest()
                || !needsKernel(test)
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
