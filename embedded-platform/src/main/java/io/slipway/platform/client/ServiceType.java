package io.slipway.platform.client;

import java.util.Locale;

/** The kinds of services, with the words that the REST interface has for them. */
public enum ServiceType {
    APPLICATION("applications"),
    CONTAINER("containers"),
    JOB("jobs"),
    DATABASE("databases");

    private final String plural;

    ServiceType(String plural) {
        this.plural = plural;
    }

    /** Segment of paths, for example {@code application}. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Member of status answers, for example {@code applications}. */
    public String plural() {
        return plural;
    }
}
