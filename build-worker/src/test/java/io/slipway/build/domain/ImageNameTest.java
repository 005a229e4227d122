package io.slipway.build.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.build.domain.ImageName.Inputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageNameTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String TREE = "89abcdef0123456789abcdef0123456789abcdef";
    private static final Inputs INPUTS = new Inputs(COMMIT, TREE, "FROM a\n", null, Map.of("A", "1", "B", "2"));

    @Test
    void shouldNameServiceCommitAndContent() {
        assertThat(ImageName.reference("slipway", "a1b2c3d4-0000-0000-0000-000000000000", "My Shop_API!", INPUTS))
                .matches("slipway/a1b2c3d4-my-shop-api:0123456789ab-[0-9a-f]{12}");
    }

    @Test
    void shouldGiveTheSameNameToTheSameInputsInWhateverOrder() {
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed.put("B", "2");
        reversed.put("A", "1");

        assertThat(name(new Inputs(COMMIT, TREE, "FROM a\n", null, reversed))).isEqualTo(name(INPUTS));
    }

    @Test
    void shouldGiveAnotherNameWhenAnyInputChanges() {
        List<Inputs> others = List.of(
                new Inputs("1" + COMMIT.substring(1), TREE, "FROM a\n", null, INPUTS.arguments()),
                new Inputs(COMMIT, COMMIT, "FROM a\n", null, INPUTS.arguments()),
                new Inputs(COMMIT, TREE, "FROM b\n", null, INPUTS.arguments()),
                new Inputs(COMMIT, TREE, "FROM a\n", "x", INPUTS.arguments()),
                new Inputs(COMMIT, TREE, "FROM a\n", null, Map.of("A", "1")),
                new Inputs(COMMIT, TREE, "FROM a\n", null, Map.of("A", "2", "B", "1")),
                new Inputs(COMMIT, TREE, "FROM a\n", null, Map.of("A", "1B", "", "2")));

        assertThat(others.stream().map(ImageNameTest::name).distinct())
                .hasSize(others.size())
                .doesNotContain(name(INPUTS));
    }

    @Test
    void shouldStayAValidImageNameWhateverTheServiceIsCalled() {
        for (String service : List.of("ÄÖÜ", "---", "a".repeat(200), "a".repeat(39) + " b", "x__y..z", "")) {
            assertThat(ImageName.reference("slipway", "ID", service, INPUTS))
                    .matches("[a-z0-9]+/[a-z0-9]+(-[a-z0-9]+)*:[0-9a-f]{12}-[0-9a-f]{12}")
                    .hasSizeLessThan(128);
        }
    }

    private static String name(Inputs inputs) {
        return ImageName.reference("slipway", "a1b2c3d4-0000-0000-0000-000000000000", "shop", inputs);
    }
}
