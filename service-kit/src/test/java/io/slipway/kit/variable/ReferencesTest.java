package io.slipway.kit.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.kit.work.StepException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    @Test
    void shouldNameACycleAsInterpolationDoes() {
        Map<String, String> texts = Map.of("A", "{{B}} {{B}}", "B", "x{{ C }}", "C", "{{B}}{{A}}");
        Interpolation interpolation = new Interpolation(texts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Template(entry.getValue(), false))));

        assertThat(References.findCycle(List.of("A"), texts::get))
                .contains("Variable B → C → B refer to each other in a cycle.")
                .hasValueSatisfying(said -> assertThatThrownBy(() -> interpolation.value("A"))
                        .isInstanceOf(StepException.class)
                        .hasMessageContaining(said));
    }

    @Test
    void shouldFindNoneWhereReferencesMeetAgainOrLeadNowhere() {
        Map<String, String> texts = Map.of("A", "{{B}}{{C}}{{GONE}}", "B", "{{D}}", "C", "{{D}}", "D", "{{ no form }}");

        assertThat(References.findCycle(List.of("A", "B", "GONE"), texts::get)).isEmpty();
    }

    @Test
    void shouldNotLookWhereItIsNotLedTo() {
        Map<String, String> texts = Map.of("A", "x", "B", "{{B}}");

        assertThat(References.findCycle(List.of("A"), texts::get)).isEmpty();
    }
}
