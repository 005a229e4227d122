package io.slipway.platform.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Where output goes.
 *
 * @param out the stream
 * @param interactive whether lines can be drawn again, because somebody looks at a terminal
 * @param colours whether colours are wanted
 * @param columns width of the terminal
 */
public record Screen(PrintStream out, boolean interactive, boolean colours, int columns) {

    private static final int DEFAULT_COLUMNS = 100;
    private static final int NARROWEST = 40;

    /** The terminal of this process, or plain lines if its output goes elsewhere. */
    public static Screen ofThisProcess() {
        Map<String, String> environment = System.getenv();
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && !"dumb".equals(environment.getOrDefault("TERM", "dumb"))
                        && !environment.containsKey("CI");
        return new Screen(
                System.out,
                terminal,
                terminal && !environment.containsKey("NO_COLOR"),
                columns(environment.getOrDefault("SLIPWAY_COLUMNS", "")));
    }

    /** Plain lines on {@code out}. */
    public static Screen plain(PrintStream out) {
        return new Screen(out, false, false, DEFAULT_COLUMNS);
    }

    /** Prints a line. */
    public void line(String text) {
        out.println(text);
    }

    private static int columns(String configured) {
        try {
            return Math.max(NARROWEST, Integer.parseInt(configured.strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
