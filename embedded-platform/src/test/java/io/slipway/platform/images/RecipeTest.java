package io.slipway.platform.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {

    @ParameterizedTest
    @CsvSource({
        "busybox:1.36,busybox",
        "docker.io/library/busybox:1.36,busybox",
        "postgres:15,postgres",
        "redis:7,redis",
        "mysql:8,mariadb"
    })
    void shouldKnowTheImagesOfTheSamplesAndTests(String reference, String name) {
        assertThat(Recipe.of(reference)).map(Recipe::name).contains(name);
    }

    @Test
    void shouldAskForTheMajorVersionOfTheTag() {
        assertThat(Recipe.of("postgres:15.4-alpine")).map(Recipe::packages).contains(List.of("postgresql=15"));
    }

    @ParameterizedTest
    @CsvSource({"mongo:6", "busybox", "someone/busybox:1", "registry:5000/postgres"})
    void shouldNotPretendToKnowOthers(String reference) {
        assertThat(Recipe.of(reference)).isEmpty();
    }

    @Test
    void shouldHaveAllFilesOfItsRecipes() {
        for (String reference : List.of("busybox:1", "postgres:15", "redis:7", "mysql:8")) {
            Recipe recipe = Recipe.of(reference).orElseThrow();
            for (String file : recipe.files()) {
                assertThat(BaseImages.class.getResource(recipe.name() + "/" + file))
                        .as(recipe.name() + "/" + file)
                        .isNotNull();
            }
        }
    }
}
