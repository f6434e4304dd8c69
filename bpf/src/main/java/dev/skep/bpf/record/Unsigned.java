package dev.skep.bpf.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field is an unsigned integer, or an array of such. An integer that is as large as its Java
 * type keeps its bits, so that {@link Integer#toUnsignedLong} and its like read it right; a smaller
 * one is extended by zeros.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unsigned {}
