package io.slipway.build.domain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.GitUrl.Scheme;
import io.slipway.events.work.StepFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/a/b.git,                 HTTPS, https://github.com/a/b.git,          github.com",
        "HTTPS://GitHub.com/a/b,                     HTTPS, https://GitHub.com/a/b,              github.com",
        "http://127.0.0.1:8080/r.git,                HTTP,  http://127.0.0.1:8080/r.git,         127.0.0.1",
        "http://[::1]:8080/r.git,                    HTTP,  http://[::1]:8080/r.git,             [::1]",
        "https://host/a?b=c,                         HTTPS, https://host/a?b=c,                  host",
        "ssh://git@host:2222/~/r,                    SSH,   ssh://git@host:2222/~/r,             host",
        "git+ssh://host/r,                           SSH,   ssh://host/r,                        host",
        "git@github.com:a/b.git,                     SSH,   git@github.com:a/b.git,              github.com",
        "github.com:a/b.git,                         SSH,   github.com:a/b.git,                  github.com",
        "git://host/r,                               GIT,   git://host/r,                        host",
        "file:///srv/git/r,                          FILE,  /srv/git/r,                          ''",
        "file://localhost/srv/git/../git/r,          FILE,  /srv/git/r,                          ''",
        "file:/srv/git/r,                            FILE,  /srv/git/r,                          ''",
        "/srv/git/r,                                 FILE,  /srv/git/r,                          ''",
    })
    void shouldReadAddresses(String text, Scheme scheme, String address, String host) {
        GitUrl url = GitUrl.parse(text);

        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.address()).isEqualTo(address);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url).hasToString(address);
    }

    @Test
    void shouldTakeCredentialsOutOfTheAddress() {
        GitUrl url = GitUrl.parse("https://ada:s%40cret@host:8443/r");

        assertThat(url.address()).isEqualTo("https://host:8443/r");
        assertThat(url.user()).contains("ada");
        assertThat(url.password()).contains("s@cret");
        assertThat(url.toString()).doesNotContain("ada").doesNotContain("cret");
    }

    @Test
    void shouldTakeATokenInPlaceOfAUserOutOfTheAddress() {
        GitUrl url = GitUrl.parse("https://ghp_token@host/r");

        assertThat(url.address()).isEqualTo("https://host/r");
        assertThat(url.user()).contains("ghp_token");
        assertThat(url.password()).isEmpty();
    }

    @Test
    void shouldKeepTheUserOfSshButNotAPassword() {
        assertThat(GitUrl.parse("ssh://git:secret@host/r").address()).isEqualTo("ssh://git@host/r");
        assertThat(GitUrl.parse("git:secret@host:r").address()).isEqualTo("git@host:r");
        assertThat(GitUrl.parse("git:secret@host:r").password()).contains("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% /tmp/x",
                "ext::sh",
                "fd::17",
                "ftp://host/r",
                "amazon-s3://bucket/r",
                "sftp://host/r",
                "javascript://x/y",
                "relative/path",
                "--upload-pack=touch /tmp/x",
                "-oProxyCommand=x:y",
                "https://",
                "https:///path",
                "https://host",
                "https://host/",
                "https://-oProxyCommand=x/r",
                "https://host/with space",
                "file://relative/r",
                "file:relative",
                "",
                "  ",
                "https://host/a\nb"
            })
    void shouldRefuseEverythingElseWithAReason(String text) {
        BuildException e = catchThrowableOfType(BuildException.class, () -> GitUrl.parse(text));

        assertThat(e).as(text).isNotNull();
        assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_SOURCE);
        assertThat(e.failure().message()).isNotBlank();
    }

    @Test
    void shouldNeverShowCredentialsOfAnAddressThatIsRefused() {
        for (String text :
                new String[] {"https://ada:secret@host/a b", "ftp://ada:secret@host/r", "https://ada:secret@"}) {
            BuildException e = catchThrowableOfType(BuildException.class, () -> GitUrl.parse(text));

            assertThat(e.failure().message()).doesNotContain("secret");
        }
    }
}
