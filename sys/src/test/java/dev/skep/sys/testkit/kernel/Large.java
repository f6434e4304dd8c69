package dev.skep.sys.testkit.kernel;

import org.junit.jupiter.api.Tag;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A kernel test that takes too long for every run of the guests, which are 10 to 35 times slower
 * than the machine they run on: they run it only for {@code ./check matrix --all}, or when it is
 * asked for by name. The running kernel always runs it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("large")
public @interface Large {}
