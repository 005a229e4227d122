package io.slipway.gateway.domain.git;

import io.slipway.events.Copies;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository as a provider names it.
 *
 * @param urls all of its addresses that the provider tells
 * @param defaultBranch null if the provider does not tell it
 */
public record Repository(List<String> urls, @Nullable String defaultBranch) {

    private static final Pattern WITH_SCHEME = Pattern.compile("[a-z+]+://(?:[^@/]*@)?([^/]+?)(?::\\d+)?/(.+)");
    private static final Pattern SCP = Pattern.compile("(?:[^@/]+@)?([^:/]+):(.+)");

    public Repository {
        urls = Copies.list(urls);
    }

    /** Whether {@code url} leads to this repository: however it is fetched, host and path tell. */
    public boolean isAt(String url) {
        String wanted = place(url);
        return urls.stream().anyMatch(each -> place(each).equals(wanted));
    }

    /** Whether a service that follows {@code followed} follows {@code branch}; null = the default branch. */
    public boolean isBranch(@Nullable String followed, String branch) {
        return branch.equals(followed == null ? defaultBranch : followed);
    }

    /** One address that stands for all of them. */
    public String place() {
        return urls.isEmpty() ? "" : place(urls.getFirst());
    }

    private static String place(String url) {
        String text = url.strip().toLowerCase(Locale.ROOT);
        Matcher address = WITH_SCHEME.matcher(text);
        Matcher scp = SCP.matcher(text);
        String place = text;
        if (address.matches()) {
            place = address.group(1) + "/" + address.group(2);
        } else if (scp.matches()) {
            place = scp.group(1) + "/" + scp.group(2);
        }
        return place.replaceAll("/+$", "").replaceAll("\\.git$", "").replaceAll("/{2,}", "/");
    }
}
