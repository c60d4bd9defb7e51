package dev.shortener.analytics.app;

import java.io.Console;

/** Whether a person is looking, and what may be shown to one. Stateless. */
final class Terminal {

    private Terminal() {}

    /** Whether standard input and output are a terminal. From Java 22 on, a console is there without one, and says so itself. */
    @SuppressWarnings("SystemConsoleNull") // the case of Java 22 is asked for below
    static boolean isPresent() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    /** A text of anybody's, without what would steer a terminal. */
    static String harmless(String text) {
        return text.codePoints().anyMatch(Character::isISOControl)
                ? text.replaceAll("\\p{Cntrl}|[\\u0080-\\u009f]", "?")
                : text;
    }
}
