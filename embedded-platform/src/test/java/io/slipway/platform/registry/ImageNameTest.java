package io.slipway.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io, library/busybox, latest",
        "busybox:1.36, docker.io, library/busybox, 1.36",
        "moby/buildkit:rootless, docker.io, moby/buildkit, rootless",
        "docker.io/busybox:1, docker.io, library/busybox, 1",
        "localhost/a:1, localhost, a, 1",
        "10.0.0.1:5000/a/b/c:1, 10.0.0.1:5000, a/b/c, 1",
        "registry:5000/a, registry:5000, a, latest",
        "ghcr.io/a/b@sha256:00ff, ghcr.io, a/b, sha256:00ff",
        "ghcr.io/a/b:1@sha256:00ff, ghcr.io, a/b, sha256:00ff"
    })
    void shouldReadNames(String text, String registry, String repository, String version) {
        assertThat(ImageName.parse(text)).isEqualTo(new ImageName(registry, repository, version));
    }

    @Test
    void shouldTellWhetherTheRegistryIsNamed() {
        assertThat(ImageName.hasRegistry("moby/buildkit:1")).isFalse();
        assertThat(ImageName.hasRegistry("busybox:1.36")).isFalse();
        assertThat(ImageName.hasRegistry("registry:5000/busybox")).isTrue();
        assertThat(ImageName.hasRegistry("quay.io/a/b")).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoName() {
        assertThatThrownBy(() -> ImageName.parse("host:5000/")).isInstanceOf(IllegalArgumentException.class);
    }
}
