package io.slipway.gateway.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.gateway.domain.catalog.DeploymentRestriction.Mode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeploymentRestrictionTest {

    @Test
    void shouldAllowEverythingWithoutRestrictions() {
        assertThat(DeploymentRestriction.allow(List.of(), List.of("a"))).isTrue();
    }

    @Test
    void shouldNotDeployWhatChangedOnlyInExcludedPaths() {
        List<DeploymentRestriction> docs = restrictions(Mode.EXCLUDE, "docs/", "README");

        assertThat(DeploymentRestriction.allow(docs, List.of("docs/a.md", "README.md")))
                .isFalse();
        assertThat(DeploymentRestriction.allow(docs, List.of("docs/a.md", "src/A.java")))
                .isTrue();
    }

    @Test
    void shouldDeployOnlyWhatChangedInOneOfTheMatchingPaths() {
        List<DeploymentRestriction> sources = restrictions(Mode.MATCH, "src/", "pom.xml");

        assertThat(DeploymentRestriction.allow(sources, List.of("docs/a.md"))).isFalse();
        assertThat(DeploymentRestriction.allow(sources, List.of("docs/a.md", "pom.xml")))
                .isTrue();
        assertThat(DeploymentRestriction.allow(sources, List.of("lib/src/A.java")))
                .isFalse();
    }

    @Test
    void shouldNotMatchWhatIsExcluded() {
        List<DeploymentRestriction> both = new java.util.ArrayList<>(restrictions(Mode.MATCH, "src/"));
        both.addAll(restrictions(Mode.EXCLUDE, "src/test/"));

        assertThat(DeploymentRestriction.allow(both, List.of("src/test/A.java")))
                .isFalse();
        assertThat(DeploymentRestriction.allow(both, List.of("src/main/A.java")))
                .isTrue();
    }

    private static List<DeploymentRestriction> restrictions(Mode mode, String... paths) {
        return Arrays.stream(paths)
                .map(path -> new DeploymentRestriction(
                        new UUID(0, 1),
                        new UUID(0, 2),
                        mode,
                        DeploymentRestriction.Type.PATH,
                        path,
                        Instant.EPOCH,
                        Instant.EPOCH))
                .toList();
    }
}
