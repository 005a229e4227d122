package io.slipway.gateway.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionNamesTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String TAG = "0123456789ab-ba9876543210";

    @Test
    void shouldCallABuiltImageByItsCommit() {
        assertThat(new VersionNames(true, Set.of("other", COMMIT)).of(TAG)).isEqualTo(COMMIT);
        assertThat(new VersionNames(true, Set.of("other")).of(TAG)).isEqualTo("0123456789ab");
    }

    @Test
    void shouldCallAnyOtherImageByItsTag() {
        assertThat(new VersionNames(false, Set.of(COMMIT)).of(TAG)).isEqualTo(TAG);
        assertThat(new VersionNames(true, Set.of(COMMIT)).of("1.4")).isEqualTo("1.4");
    }
}
