package io.slipway.runtime.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetsTest {

    @Test
    void shouldCutThePoolIntoSubnetsBeginningAnywhere() {
        List<String> subnets = new Subnets("10.213.0.0/22", 24).startingAt(6);

        assertThat(subnets).containsExactly("10.213.2.0/24", "10.213.3.0/24", "10.213.0.0/24", "10.213.1.0/24");
    }

    @Test
    void shouldIgnoreTheHostPartOfThePool() {
        assertThat(new Subnets("192.168.77.9/24", 25).startingAt(0))
                .containsExactly("192.168.77.0/25", "192.168.77.128/25");
    }

    @Test
    void shouldTakeNegativeSeeds() {
        assertThat(new Subnets("10.213.0.0/16", 24).startingAt(-1)).hasSize(256).startsWith("10.213.255.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0/8", "10.0.0.0/30", "10.0.0.0/4", "x.0.0.0/16"})
    void shouldRefuseWhatIsNoPool(String pool) {
        assertThatThrownBy(() -> new Subnets(pool, 24)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLeaveTheUpperHalfToTheEngine() {
        assertThat(Subnets.upperHalf("10.213.7.0/24")).isEqualTo("10.213.7.128/25");
    }

    @Test
    void shouldGiveEachAddressOfTheLowerHalfOnce() {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 126; i++) {
            String address = Subnets.free("10.213.7.0/24", taken);
            assertThat(taken.add(address)).isTrue();
        }

        assertThat(taken).contains("10.213.7.2", "10.213.7.127").doesNotContain("10.213.7.0", "10.213.7.1");
        assertThatThrownBy(() -> Subnets.free("10.213.7.0/24", taken)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSeeWhichNetworksOverlap() {
        assertThat(Subnets.overlap("10.213.7.0/24", "10.213.7.128/25")).isTrue();
        assertThat(Subnets.overlap("10.213.7.0/24", "10.0.0.0/8")).isTrue();
        assertThat(Subnets.overlap("10.213.7.0/24", "10.213.8.0/24")).isFalse();
        assertThat(Subnets.overlap("172.17.0.0/16", "10.213.8.0/24")).isFalse();
    }
}
