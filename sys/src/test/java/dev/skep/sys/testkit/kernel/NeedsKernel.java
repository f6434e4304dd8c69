package dev.skep.sys.testkit.kernel;

import org.junit.jupiter.api.Tag;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test that talks to a kernel: it needs root, and runs on the running kernel and in the guests of
 * {@code kernels/}, on each that has what is named here. On a class it holds for every test of it,
 * together with what the test's own says.
 *
 * <pre>{@code
 * @NeedsKernel(version = "5.8", kconfig = "CONFIG_BPF_LSM", feature = KernelFeature.FENTRY)
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("kernel")
public @interface NeedsKernel {

    /** The oldest kernel that will do, such as {@code 5.8}; empty where any will. */
    String version() default "";

    /** The first kernel that will not do any more, such as {@code 5.11}; empty where none is. */
    String before() default "";

    /** Options that must be {@code y} or {@code m}, with their prefix: {@code CONFIG_KPROBES}. */
    String[] kconfig() default {};

    /**
     * What must work, decided by trial: a version and a configuration that promise it are not
     * enough, because the environment may refuse it.
     */
    KernelFeature[] feature() default {};
}
