package io.slipway.gateway.rest.body;

import java.util.Arrays;

/** Paths inside containers. */
public final class Paths {

    private Paths() {}

    /** Whether it is a clean absolute path of something below the root. */
    public static boolean isAbsolute(String path) {
        return path.startsWith("/")
                && path.length() > 1
                && !path.endsWith("/")
                && path.chars().noneMatch(Character::isISOControl)
                && Arrays.stream(path.substring(1).split("/"))
                        .noneMatch(segment -> segment.isEmpty() || segment.equals("..") || segment.equals("."));
    }
}
