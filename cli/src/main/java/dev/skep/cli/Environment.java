package dev.skep.cli;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** The environment variables that a command sees. */
final class Environment {

    private final @Nullable Map<String, String> variables;

    private Environment(@Nullable Map<String, String> variables) {
        this.variables = variables;
    }

    /** {@return the variables of this process} */
    static Environment ofThisProcess() {
        return new Environment(null);
    }

    /** {@return these variables and no others} */
    static Environment of(Map<String, String> variables) {
        return new Environment(Map.copyOf(variables));
    }

    /** {@return the value of a variable, or null if it is not set} */
    @Nullable String get(String name) {
        return variables == null ? System.getenv(name) : variables.get(name);
    }

    /** {@return all variables, by name} */
    Map<String, String> all() {
        return variables == null ? System.getenv() : variables;
    }
}
