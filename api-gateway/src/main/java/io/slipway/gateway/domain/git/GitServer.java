package io.slipway.gateway.domain.git;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a git provider is: its public service, or a server of one's own. Tokens are sent there and nowhere else.
 *
 * @param apiUrl the address of its interface
 * @param authority host, and port unless it is the usual one, of the addresses of its repositories
 */
public record GitServer(String apiUrl, String authority) {

    private static final Pattern API = Pattern.compile(
            "https://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([0-9]{1,5}))?(?:/[^\\s\\\\?#]*)?",
            Pattern.CASE_INSENSITIVE);
    private static final String USUAL_PORT = "443";

    /** The provider's public service. */
    public static GitServer of(Provider provider) {
        return new GitServer(provider.apiUrl(), provider.host());
    }

    /** The server with its interface at {@code apiUrl}; empty unless that is a plain https address. */
    public static Optional<GitServer> at(String apiUrl) {
        Matcher address = API.matcher(apiUrl);
        if (!address.matches()) {
            return Optional.empty();
        }
        String host = address.group(1).toLowerCase(Locale.ROOT);
        String port = address.group(2);
        if (port != null && !port.equals(USUAL_PORT)) {
            return Optional.of(new GitServer(apiUrl, host + ":" + port));
        }
        return Optional.of(Stream.of(Provider.values())
                .map(GitServer::of)
                .filter(known -> known.apiUrl().startsWith("https://" + host + "/")
                        || known.apiUrl().equals("https://" + host))
                .findFirst()
                .orElseGet(() -> new GitServer(apiUrl, host)));
    }

    /**
     * Whether the repository at {@code url} is there, over an encrypted connection. The form is narrow on purpose: an
     * address that two programs could read in two ways is nowhere.
     */
    public boolean serves(String url) {
        String port = authority.contains(":") ? "" : "(?::" + USUAL_PORT + ")?";
        return Pattern.compile(
                        "https://(?:[a-z0-9._~-]+@)?" + Pattern.quote(authority) + port + "/[^\\s\\\\]+",
                        Pattern.CASE_INSENSITIVE)
                .matcher(url)
                .matches();
    }

    /** What the addresses of its repositories begin with. */
    public String address() {
        return "https://" + authority + "/";
    }
}
