/** What a compiled script sends and keeps, so that it can be read. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.schema;
