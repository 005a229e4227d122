package io.slipway.runtime.kubernetes.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.kit.work.StepException;
import io.slipway.runtime.OutputReader.OutputContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HolderAnswerTest {

    private static OutputContent parsed(String said) {
        return KubernetesOutputReader.parsed(said.getBytes(StandardCharsets.UTF_8), 10);
    }

    @Test
    void shouldUnderstandWhatTheHolderSays() {
        assertThat(parsed("absent\n")).isEqualTo(new OutputContent.Absent());
        assertThat(parsed("kind a directory\n")).isEqualTo(new OutputContent.NotAFile("a directory"));
        assertThat(parsed("file 11\n")).isEqualTo(new OutputContent.TooLarge(11));
        assertThat(parsed("file 4\na\n\0b"))
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).containsExactly('a', '\n', 0, 'b'));
        assertThat(parsed("file 0\n"))
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).isEmpty());
    }

    @Test
    void shouldNotTakePartOfAFileForAllOfIt() {
        assertThatThrownBy(() -> parsed("file 4\nab")).isInstanceOf(StepException.class);
        assertThatThrownBy(() -> parsed("")).isInstanceOf(StepException.class);
        assertThatThrownBy(() -> parsed("what?\n")).isInstanceOf(StepException.class);
    }
}
