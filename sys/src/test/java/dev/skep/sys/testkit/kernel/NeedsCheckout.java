package dev.skep.sys.testkit.kernel;

import org.junit.jupiter.api.Tag;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A kernel test that also needs the checkout and what is installed around it: it runs {@code
 * ./skep}, or bash. Guests have neither, so only the running kernel runs it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("checkout")
public @interface NeedsCheckout {}
