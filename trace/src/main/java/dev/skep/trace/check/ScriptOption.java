package dev.skep.trace.check;

/**
 * An option of a script's own, {@code getopt("name", default, "description")}.
 *
 * @param name its name, without {@code --}
 * @param otherwise what it is if it is not given, as text
 * @param description what it is for, or empty
 */
public record ScriptOption(String name, String otherwise, String description) {}
