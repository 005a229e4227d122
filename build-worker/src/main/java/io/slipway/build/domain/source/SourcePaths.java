package io.slipway.build.domain.source;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.SourceTree.Node;
import io.slipway.events.work.StepFailure.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the paths that a service's configuration names in its repository. Symbolic links are followed inside the
 * repository, as the builder's file system would; a path that leads out of it is refused, as are {@code ..} and absolute
 * paths before anything is looked up.
 */
public final class SourcePaths {

    private static final int MAX_LINKS = 40;
    private static final int MAX_NAMES = 20;
    private static final int MAX_PATH = 4096;

    private final SourceTree tree;

    public SourcePaths(SourceTree tree) {
        this.tree = tree;
    }

    /**
     * Checks and normalizes a root path; {@code /} and {@code /app/} are written relative to the repository.
     *
     * @return without slashes at its ends; empty for the repository's top
     * @throws BuildException ({@code INVALID_SOURCE})
     */
    public static String checkedRoot(String path) {
        return checked("root path", path.replaceFirst("^/", ""), path);
    }

    /**
     * Checks and normalizes a Dockerfile's path, which is relative to the root path.
     *
     * @throws BuildException ({@code INVALID_SOURCE})
     */
    public static String checkedDockerfile(String path) {
        String checked = checked("Dockerfile path", path, path);
        if (checked.isEmpty()) {
            throw invalid("the Dockerfile path " + quoted(path) + " names no file");
        }
        return checked;
    }

    private static String checked(String what, String path, String asWritten) {
        if (path.length() > MAX_PATH) {
            throw invalid("the " + what + " is longer than " + MAX_PATH + " characters");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw invalid("the " + what + " " + quoted(asWritten) + " has a NUL or another control character in it");
        }
        if (path.startsWith("/")) {
            throw invalid("the " + what + " " + quoted(asWritten)
                    + " is absolute: it has to be relative, inside the repository");
        }
        List<String> parts = parts(path);
        if (parts.contains("..")) {
            throw invalid(
                    "the " + what + " " + quoted(asWritten) + " has '..' in it: it has to stay inside the repository");
        }
        return String.join("/", parts);
    }

    /**
     * The directory that {@code root} (already checked) leads to.
     *
     * @throws BuildException ({@code INVALID_SOURCE}) if it is none or outside of the repository
     */
    public String directory(String root) {
        Found found = resolve("root path", root);
        return switch (found.node()) {
            case Node.Directory _ -> found.path();
            case Node.Submodule _ ->
                throw invalid("the root path '" + root + "' is a git submodule; submodules are not cloned");
            case Node.File _, Node.Link _ -> throw invalid("the root path '" + root + "' is a file, not a directory");
        };
    }

    /**
     * The file that {@code dockerfile} (already checked) leads to, seen from the directory {@code root}.
     *
     * @throws BuildException ({@code INVALID_SOURCE}) if it is none or outside of the repository
     */
    public String dockerfile(String root, String dockerfile) {
        Found found = resolve("Dockerfile path", join(root, dockerfile));
        return switch (found.node()) {
            case Node.File _ -> found.path();
            case Node.Directory _ ->
                throw invalid("the Dockerfile path '" + dockerfile + "' is a directory; in it there "
                        + listing(found.path()));
            case Node.Submodule _, Node.Link _ ->
                throw invalid("the Dockerfile path '" + dockerfile + "' is not a file");
        };
    }

    /** The file that {@code path} leads to, if there is one inside of the repository. */
    public Optional<String> fileIfAny(String path) {
        try {
            Found found = resolve("path", path);
            return found.node() instanceof Node.File ? Optional.of(found.path()) : Optional.empty();
        } catch (BuildException _) {
            return Optional.empty();
        }
    }

    /** {@code path} below {@code directory}, which may be empty. */
    public static String join(String directory, String path) {
        return directory.isEmpty() ? path : path.isEmpty() ? directory : directory + "/" + path;
    }

    private record Found(String path, Node node) {}

    private Found resolve(String what, String path) {
        Deque<String> todo = new ArrayDeque<>(parts(path));
        List<String> done = new ArrayList<>();
        Node node = new Node.Directory();
        int links = 0;
        while (!todo.isEmpty()) {
            String part = todo.pop();
            if (part.equals("..")) {
                if (done.isEmpty()) {
                    throw invalid(
                            "the " + what + " '" + path + "' leads out of the repository through a symbolic link");
                }
                done.removeLast();
                continue;
            }
            String parent = String.join("/", done);
            String next = join(parent, part);
            node = tree.node(next).orElseThrow(() -> missing(what, path, parent, next));
            if (node instanceof Node.Link(String target)) {
                if (++links > MAX_LINKS) {
                    throw invalid("the " + what + " '" + path + "' leads through symbolic links in a circle");
                }
                if (target.startsWith("/")) {
                    throw invalid("the " + what + " '" + path + "' leads out of the repository: '" + next
                            + "' is a symbolic link to the absolute path " + quoted(target));
                }
                List<String> steps = parts(target);
                for (int i = steps.size() - 1; i >= 0; i--) {
                    todo.push(steps.get(i));
                }
            } else {
                done.add(part);
                if (!todo.isEmpty() && !(node instanceof Node.Directory)) {
                    throw invalid("the " + what + " '" + path + "' does not exist: '" + next + "' is "
                            + (node instanceof Node.Submodule
                                    ? "a git submodule; submodules are not cloned"
                                    : "a file, not a directory"));
                }
            }
        }
        String end = String.join("/", done);
        return new Found(end, tree.node(end).orElse(new Node.Directory()));
    }

    private BuildException missing(String what, String path, String parent, String next) {
        String where = parent.isEmpty() ? "at the top of the repository" : "in '" + parent + "'";
        return invalid("the " + what + " '" + path + "' does not exist in the repository: "
                + (next.equals(path) ? "" : "there is no '" + next + "'; ") + where + " there " + listing(parent));
    }

    private String listing(String directory) {
        List<String> names = tree.names(directory);
        if (names.isEmpty()) {
            return "is nothing";
        }
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
        return "are: " + shown + (names.size() > MAX_NAMES ? ", … (" + names.size() + " names)" : "");
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
    }

    /** As text that cannot confuse a terminal. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        text.chars().limit(200).forEach(c -> {
            if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append("'").toString();
    }

    private static BuildException invalid(String message) {
        return new BuildException(Reason.INVALID_SOURCE, message);
    }
}
