package dev.skep.kernels;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends what becomes of each test. */
final class TestReporter implements TestExecutionListener {

    private final List<String> wanted;
    private final EventSender sender;
    private final Watchdog watchdog;
    private final Map<String, Long> began = new HashMap<>();

    TestReporter(List<String> wanted, EventSender sender, Watchdog watchdog) {
        this.wanted = wanted;
        this.sender = sender;
        this.watchdog = watchdog;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Set<String> found = new HashSet<>();
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                found.add(test.getUniqueId());
            }
        }
        for (String id : wanted) {
            if (!found.contains(id)) {
                sender.send(new GuestEvent.LeftOut(id, "this kernel lacks what it needs"));
            }
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        began.put(test.getUniqueId(), System.nanoTime());
        if (test.isTest()) {
            watchdog.watch(test.getUniqueId(), name(test));
            sender.send(new GuestEvent.Began(test.getUniqueId(), name(test)));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        sender.send(new GuestEvent.LeftOut(test.getUniqueId(), reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String id = test.getUniqueId();
        long millis = (System.nanoTime() - began.getOrDefault(id, System.nanoTime())) / 1_000_000;
        if (test.isTest()) {
            watchdog.rest();
        }
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    sender.send(new GuestEvent.Passed(id, name(test), millis));
                }
            }
            case ABORTED -> sender.send(new GuestEvent.LeftOut(id, "it gave up by itself"));
            case FAILED -> {
                sender.send(new GuestEvent.Failed(id, name(test), millis));
                result.getThrowable().ifPresent(sender::sendTrace);
            }
        }
    }

    /**
     * {@return such as {@code LoaderKernelTest.aTracepointFires}, with the case where there are
     * many}
     */
    private static String name(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case MethodSource method -> {
                String type = method.getClassName();
                String plain =
                        type.substring(type.lastIndexOf('.') + 1) + "." + method.getMethodName();
                String shown = test.getDisplayName();
                yield shown.startsWith(method.getMethodName() + "(") ? plain : plain + " " + shown;
            }
            case ClassSource type ->
                    type.getClassName().substring(type.getClassName().lastIndexOf('.') + 1);
            case null, default -> test.getDisplayName();
        };
    }
}
