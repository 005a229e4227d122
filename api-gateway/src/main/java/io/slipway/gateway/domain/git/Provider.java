package io.slipway.gateway.domain.git;

/** A git provider. */
public enum Provider {
    GITHUB("github.com"),
    GITLAB("gitlab.com"),
    BITBUCKET("bitbucket.org");

    private final String host;

    Provider(String host) {
        this.host = host;
    }

    /** Where it is; its tokens go nowhere else. */
    public String host() {
        return host;
    }
}
