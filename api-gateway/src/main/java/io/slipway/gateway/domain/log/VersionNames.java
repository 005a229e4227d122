package io.slipway.gateway.domain.log;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of a service as people know them.
 *
 * @param built whether its image is built from git; then the image's tag begins with the commit
 * @param known commits that were deployed
 */
public record VersionNames(boolean built, Set<String> known) {

    private static final Pattern TAG = Pattern.compile("([0-9a-f]{12})-[0-9a-f]{12}");

    public VersionNames {
        known = Set.copyOf(known);
    }

    /**
     * The version that an image with this tag is.
     *
     * @return of an image that was built, the commit, or its beginning if it is none of those that are known
     */
    public String of(String tag) {
        Matcher parts = TAG.matcher(tag);
        if (!built || !parts.matches()) {
            return tag;
        }
        String commit = parts.group(1);
        return known.stream()
                .filter(version -> version.startsWith(commit))
                .findFirst()
                .orElse(commit);
    }
}
