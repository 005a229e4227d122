package io.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class ImageVersionTest {

    @ParameterizedTest
    @CsvSource({
        "shop/web:1.2, 1.2",
        "registry.example:5000/shop/web:1.2, 1.2",
        "registry.example:5000/shop/web, latest",
        "postgres, latest",
        "shop/web:1.2@sha256:abc, 1.2",
        "registry.example:5000/shop/web@sha256:abc, sha256:abc",
        "sha256:0123, 0123",
    })
    void shouldBeTheTagOrTheDigest(String reference, String version) {
        assertThat(ImageVersion.of(reference)).isEqualTo(version);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldBeEmptyForNothing(String reference) {
        assertThat(ImageVersion.of(reference)).isEmpty();
    }
}
