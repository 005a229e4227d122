package io.slipway.build.domain.source;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a git repository.
 *
 * @param address the address without credentials (ssh keeps the user name): the only form that is ever connected to,
 *     logged or shown
 * @param host in lower case; empty for {@link Scheme#FILE}
 * @param user what the address itself says about who connects
 * @param password secret
 */
public record GitUrl(Scheme scheme, String address, String host, Optional<String> user, Optional<String> password) {

    // host:path, as ssh and git write it; a slash before the colon would make it a path
    private static final Pattern SCP =
            Pattern.compile("(?:([^@/\\s]+)@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]):(?!//)(.+)");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)(://|::).*");

    /** How the repository is reached. */
    public enum Scheme {
        HTTP,
        HTTPS,
        SSH,
        /** The git protocol: neither encrypted nor authenticated. */
        GIT,
        /** A directory of the machine on which the worker runs. */
        FILE
    }

    /**
     * Reads an address.
     *
     * @throws BuildException ({@code INVALID_SOURCE}) if it is none, or of a kind that cannot be cloned
     */
    public static GitUrl parse(String url) {
        String text = url.strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw invalid("the repository's address is empty or has white space in it");
        }
        if (text.startsWith("-")) {
            throw invalid("the repository's address begins with a dash");
        }
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            return withScheme(text, scheme.group(1).toLowerCase(Locale.ROOT));
        }
        if (text.regionMatches(true, 0, "file:", 0, "file:".length())) {
            return file(text.substring("file:".length()));
        }
        if (text.startsWith("/")) {
            return file(text);
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            String[] login = scp.group(1) == null ? new String[0] : scp.group(1).split(":", 2);
            String user = login.length == 0 ? "" : login[0] + "@";
            return new GitUrl(
                    Scheme.SSH,
                    user + scp.group(2) + ":" + scp.group(3),
                    scp.group(2).toLowerCase(Locale.ROOT),
                    login.length == 0 ? Optional.empty() : Optional.of(login[0]),
                    login.length < 2 ? Optional.empty() : Optional.of(login[1]));
        }
        throw invalid("'" + text + "' is not the address of a git repository: expected https://host/path,"
                + " ssh://user@host/path or user@host:path");
    }

    private static GitUrl withScheme(String text, String name) {
        return switch (name) {
            case "http" -> remote(text, Scheme.HTTP);
            case "https" -> remote(text, Scheme.HTTPS);
            case "ssh", "git+ssh", "ssh+git" -> remote(text, Scheme.SSH);
            case "git" -> remote(text, Scheme.GIT);
            case "file" -> file(text.substring(text.indexOf(':') + 1).replaceFirst("^//(localhost)?", ""));
            default -> throw invalid("repositories are not cloned over '" + name + "': use https:// or ssh://");
        };
    }

    private static GitUrl remote(String text, Scheme scheme) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            throw invalid("the repository's address is not a valid URL");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String hostAndPort = authority.substring(at + 1);
        String host = hostAndPort.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (host.isEmpty() || host.startsWith("-")) {
            throw invalid("the repository's address has no host");
        }
        if (path.replace("/", "").isEmpty()) {
            throw invalid("the repository's address has no path");
        }
        String[] login = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
        Optional<String> user =
                login.length == 0 || login[0].isEmpty() ? Optional.empty() : Optional.of(plain(login[0]));
        Optional<String> password = login.length < 2 ? Optional.empty() : Optional.of(plain(login[1]));
        boolean keepUser = scheme == Scheme.SSH && user.isPresent();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new GitUrl(
                scheme,
                scheme.name().toLowerCase(Locale.ROOT) + "://" + (keepUser ? login[0] + "@" : "") + hostAndPort + path
                        + query,
                host,
                user,
                password);
    }

    private static GitUrl file(String path) {
        if (!path.startsWith("/")) {
            throw invalid("a file address has to name an absolute path: file:///path");
        }
        try {
            return new GitUrl(
                    Scheme.FILE, Path.of(path).normalize().toString(), "", Optional.empty(), Optional.empty());
        } catch (InvalidPathException _) {
            throw invalid("the path of the file address is not valid");
        }
    }

    /** Percent-decodes; text that is not encoded properly stays as it is. */
    private static String plain(String text) {
        try {
            String decoded = new URI("x:" + text).getSchemeSpecificPart();
            return decoded == null ? text : decoded;
        } catch (URISyntaxException _) {
            return text;
        }
    }

    private static BuildException invalid(String message) {
        return new BuildException(Reason.INVALID_SOURCE, message);
    }

    /** The address without credentials. */
    @Override
    public String toString() {
        return address;
    }
}
