package io.slipway.gateway.domain.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {

    private static final Repository SHOP = new Repository(List.of("https://git.example/team/shop.git"), "main");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example/team/shop.git",
                "https://git.example/team/shop",
                "https://git.example/team/shop/",
                "https://GIT.example/Team/Shop.git",
                "https://bob@git.example:8443/team/shop.git",
                "ssh://git@git.example:22/team/shop.git",
                "git@git.example:team/shop.git"
            })
    void shouldKnowItselfHoweverItIsFetched(String url) {
        assertThat(SHOP.isAt(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example/team/shop2.git",
                "https://git.example/other/shop.git",
                "https://other.example/team/shop.git",
                "https://git.example.evil.example/team/shop.git"
            })
    void shouldNotTakeAnotherForItself(String url) {
        assertThat(SHOP.isAt(url)).isFalse();
    }

    @Test
    void shouldTakeNoBranchForTheDefaultOne() {
        assertThat(SHOP.isBranch(null, "main")).isTrue();
        assertThat(SHOP.isBranch(null, "next")).isFalse();
        assertThat(SHOP.isBranch("next", "next")).isTrue();
        assertThat(new Repository(List.of(), null).isBranch(null, "main")).isFalse();
    }
}
