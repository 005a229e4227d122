package io.slipway.gateway.domain.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitServerTest {

    @ParameterizedTest
    @EnumSource
    void shouldKnowTheProvidersByTheAddressesOfTheirInterfaces(Provider provider) {
        assertThat(GitServer.at(provider.apiUrl())).contains(GitServer.of(provider));
        assertThat(GitServer.of(provider).serves("https://" + provider.host() + "/team/a.git"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com, git.example.com",
        "https://Git.Example.com/api/v4, git.example.com",
        "https://git.example.com:443/api/v3, git.example.com",
        "https://git.example.com:8443/api/v4, git.example.com:8443",
        "https://github.com/api/v3, github.com"
    })
    void shouldServeTheRepositoriesOfItsHost(String apiUrl, String authority) {
        GitServer server = GitServer.at(apiUrl).orElseThrow();

        assertThat(server.authority()).isEqualTo(authority);
        assertThat(server.serves("https://" + authority + "/team/a.git")).isTrue();
        assertThat(server.serves("https://someone@" + authority + "/team/a.git"))
                .isTrue();
        assertThat(server.serves("http://" + authority + "/team/a.git")).isFalse();
        assertThat(server.serves("https://" + authority + ".example/team/a.git"))
                .isFalse();
        assertThat(server.serves("https://" + authority + "@elsewhere.example/team/a.git"))
                .isFalse();
    }

    @Test
    void shouldTellPortsApart() {
        GitServer usual = GitServer.at("https://git.example.com").orElseThrow();
        GitServer other = GitServer.at("https://git.example.com:8443").orElseThrow();

        assertThat(usual.serves("https://git.example.com:443/a")).isTrue();
        assertThat(usual.serves("https://git.example.com:8443/a")).isFalse();
        assertThat(other.serves("https://git.example.com/a")).isFalse();
        assertThat(other.address()).isEqualTo("https://git.example.com:8443/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "git.example.com",
                "http://git.example.com",
                "https://",
                "https://me@git.example.com/api",
                "https://git.example.com\\@elsewhere.example",
                "https://git.example.com:99999999",
                "https://git.example.com/a b",
                "https://git.example.com/api?x=1",
                "https://-git.example.com"
            })
    void shouldTakePlainAddressesOnly(String apiUrl) {
        assertThat(GitServer.at(apiUrl)).isEmpty();
    }
}
