package io.slipway.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {

    @Test
    void shouldReadAUuidInSmallAndCapitalLetters() {
        UUID id = UUID.fromString("0190a6f0-aaaa-7bbb-8ccc-0123456789ab");

        assertThat(Uuids.of("0190a6f0-aaaa-7bbb-8ccc-0123456789ab")).contains(id);
        assertThat(Uuids.of("0190A6F0-AAAA-7BBB-8CCC-0123456789AB")).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0190a6f0aaaa7bbb8ccc0123456789ab",
                "{0190a6f0-aaaa-7bbb-8ccc-0123456789ab}",
                " 0190a6f0-aaaa-7bbb-8ccc-0123456789ab",
                "0190a6f0-aaaa-7bbb-8ccc-0123456789ag"
            })
    void shouldTakeNothingElseForAUuid(String text) {
        assertThat(Uuids.of(text)).isEmpty();
        assertThat(Uuids.isUuid(text)).isFalse();
    }
}
