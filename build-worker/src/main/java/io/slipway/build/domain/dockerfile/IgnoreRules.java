package io.slipway.build.domain.dockerfile;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a {@code .dockerignore}: one pattern a line, {@code #} comments, {@code !} exceptions, {@code **} for any
 * number of directories. The last rule that matches a path or one of its parents decides.
 */
public final class IgnoreRules {

    /** Rules that keep everything. */
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    private record Rule(Pattern pattern, boolean exception) {}

    /**
     * Reads a {@code .dockerignore}.
     *
     * @throws BuildException ({@code BUILD_FAILED}) that names the line of a pattern that is none
     */
    public static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line :
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String pattern = line.strip();
            boolean exception = pattern.startsWith("!");
            String path = exception ? pattern.substring(1).strip() : pattern;
            if (path.isEmpty()) {
                throw invalid(number, line);
            }
            try {
                rules.add(new Rule(Pattern.compile(regex(clean(path))), exception));
            } catch (PatternSyntaxException _) {
                throw invalid(number, line);
            }
        }
        return new IgnoreRules(List.copyOf(rules));
    }

    /** Whether {@code path} (with {@code /}, relative to the context) is left out of the context. */
    public boolean excludes(String path) {
        boolean excluded = false;
        for (Rule rule : rules) {
            // An exception only matters for what is excluded so far, another rule only for what is not.
            if (rule.exception() == excluded && matchesPathOrParent(rule.pattern(), path)) {
                excluded = !excluded;
            }
        }
        return excluded;
    }

    private static boolean matchesPathOrParent(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /** As Go's {@code path.Clean}, without the leading slash. */
    private static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && path.startsWith("/"))) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? "." : String.join("/", parts);
    }

    private static String regex(String glob) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**", i)) {
                        i += glob.startsWith("/", i + 2) ? 2 : 1;
                        out.append(i + 1 >= glob.length() ? ".*" : "(.*/)?");
                    } else {
                        out.append("[^/]*");
                    }
                }
                case '?' -> out.append("[^/]");
                case '[' -> i = appendClass(glob, i, out);
                case '\\' -> {
                    if (++i >= glob.length()) {
                        throw new PatternSyntaxException("nothing follows the backslash", glob, i);
                    }
                    out.append(Pattern.quote(glob.substring(i, i + 1)));
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
            i++;
        }
        return out.toString();
    }

    /** Appends the character class that begins at {@code start}; gives the index of its closing bracket. */
    private static int appendClass(String glob, int start, StringBuilder out) {
        int i = start + 1;
        out.append('[');
        if (i < glob.length() && glob.charAt(i) == '^') {
            out.append("^/");
            i++;
        }
        boolean empty = true;
        while (i < glob.length() && (glob.charAt(i) != ']' || empty)) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                c = glob.charAt(++i);
                out.append('\\').append(c);
            } else if (c == '-') {
                out.append('-');
            } else {
                out.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
            }
            empty = false;
            i++;
        }
        if (i >= glob.length()) {
            throw new PatternSyntaxException("the bracket is not closed", glob, start);
        }
        out.append(']');
        return i;
    }

    private static BuildException invalid(int line, String pattern) {
        return new BuildException(
                Reason.BUILD_FAILED, ".dockerignore, line " + line + ": '" + pattern.strip() + "' is no valid pattern");
    }
}
