package io.slipway.gateway.domain.deployment;

import org.jspecify.annotations.Nullable;

/** How what runs compares with the configuration; the names are those of the REST contract. */
public enum Freshness {
    NEVER_DEPLOYED,
    UP_TO_DATE,
    OUT_OF_DATE;

    /**
     * Compares fingerprints of a service's configuration.
     *
     * @param deployed of the configuration that was deployed last; null if none is
     * @param present of the configuration as it is; null if that is not known, which counts as unchanged
     */
    public static Freshness compare(@Nullable String deployed, @Nullable String present) {
        if (deployed == null) {
            return NEVER_DEPLOYED;
        }
        return present == null || present.equals(deployed) ? UP_TO_DATE : OUT_OF_DATE;
    }
}
