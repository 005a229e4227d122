package io.slipway.build.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.build.domain.BuildArguments.Selection;
import io.slipway.events.spec.Value;
import io.slipway.events.work.ResolvedVariable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildArgumentsTest {

    @Test
    void shouldLookOnlyAtNamedVariablesAndWhatTheyReferTo() {
        List<ResolvedVariable> variables = List.of(
                plain("VERSION", "{{ MAJOR }}.{{MINOR}}"),
                plain("MAJOR", "1"),
                plain("MINOR", "{{PATCH}}"),
                plain("PATCH", "2"),
                plain("OTHER", "{{NOWHERE}}"));

        assertThat(BuildArguments.relevant(Set.of("VERSION", "UNKNOWN"), variables))
                .extracting(ResolvedVariable::key)
                .containsExactlyInAnyOrder("VERSION", "MAJOR", "MINOR", "PATCH");
    }

    @Test
    void shouldNotLookIntoCiphertextForReferences() {
        List<ResolvedVariable> variables = List.of(secret("A", "{{B}}"), plain("B", "x"));

        assertThat(BuildArguments.relevant(Set.of("A"), variables))
                .extracting(ResolvedVariable::key)
                .containsExactly("A");
    }

    @Test
    void shouldEndWhereVariablesReferToEachOtherInACircle() {
        List<ResolvedVariable> variables = List.of(plain("A", "{{B}}"), plain("B", "{{A}}"));

        assertThat(BuildArguments.relevant(Set.of("A"), variables)).hasSize(2);
    }

    @Test
    void shouldTakeTheLaterOfTwoVariablesWithTheSameKey() {
        List<ResolvedVariable> variables = List.of(plain("A", "1"), plain("A", "2"));

        assertThat(BuildArguments.relevant(Set.of("A"), variables)).containsExactly(plain("A", "2"));
    }

    @Test
    void shouldPassOnlyNamedPlainVariables() {
        List<ResolvedVariable> relevant = List.of(
                plain("B", "{{A}}"),
                plain("A", "1"),
                secret("TOKEN", "cipher"),
                plain("URL", "{{TOKEN}}"),
                new ResolvedVariable("FILE", Value.plain("content"), "/etc/file"));

        Selection selection = BuildArguments.select(
                Set.of("B", "TOKEN", "URL", "FILE", "ABSENT"),
                relevant,
                Map.of("A", "1", "B", "1", "TOKEN", "", "URL", "", "FILE", "/etc/file"),
                Set.of("TOKEN", "URL"));

        assertThat(selection.arguments()).isEqualTo(Map.of("B", "1"));
        assertThat(selection.withheld()).containsExactly("TOKEN", "URL");
    }

    private static ResolvedVariable plain(String key, String value) {
        return new ResolvedVariable(key, Value.plain(value), null);
    }

    private static ResolvedVariable secret(String key, String ciphertext) {
        return new ResolvedVariable(key, Value.secret(ciphertext), null);
    }
}
