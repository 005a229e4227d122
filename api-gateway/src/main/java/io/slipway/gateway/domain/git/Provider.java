package io.slipway.gateway.domain.git;

/** A git provider. */
public enum Provider {
    GITHUB("github.com", "https://api.github.com"),
    GITLAB("gitlab.com", "https://gitlab.com/api/v4"),
    BITBUCKET("bitbucket.org", "https://api.bitbucket.org/2.0");

    private final String host;
    private final String apiUrl;

    Provider(String host, String apiUrl) {
        this.host = host;
        this.apiUrl = apiUrl;
    }

    /** Where the repositories of its public service are. */
    public String host() {
        return host;
    }

    /** The address of its public service's interface. */
    public String apiUrl() {
        return apiUrl;
    }
}
