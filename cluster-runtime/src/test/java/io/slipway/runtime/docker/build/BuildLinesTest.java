package io.slipway.runtime.docker.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.work.StepFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildLinesTest {

    private final List<String> log = new ArrayList<>();
    private final BuildLines lines = new BuildLines(log::add);

    @Test
    void shouldPutLinesTogetherOutOfPieces() {
        lines.add("Step 1/2 : ");
        lines.add("FROM x\nhalf");
        lines.add(" a line\n\nlast");
        lines.finish();

        assertThat(log).containsExactly("Step 1/2 : FROM x", "half a line", "last");
    }

    @Test
    void shouldKeepOnlyTheLastStateOfAProgressLine() {
        lines.add("10%\r50%\r100%\r\ndone\r\n");

        assertThat(log).containsExactly("100%", "done");
    }

    @Test
    void shouldLeaveColoursAndControlCharactersOut() {
        lines.add("\u001b[31mred\u001b[0m \u0007bell\n");

        assertThat(log).containsExactly("red bell");
    }

    @Test
    void shouldCutLinesThatNeverEnd() {
        lines.add("x".repeat(40_000));

        assertThat(log).hasSize(2).allSatisfy(line -> assertThat(line).hasSize(16 * 1024));
    }

    @Test
    void shouldNameTheInstructionAndExitCodeOfAFailedCommand() {
        lines.add("Step 1/3 : FROM x\nStep 2/3 : RUN make all\n");

        var failure = lines.failure("The command '/bin/sh -c make all' returned a non-zero code: 2", 2)
                .failure();

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message())
                .isEqualTo("the command of the Dockerfile's instruction 'RUN make all' failed with exit code 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull access denied for nope, repository does not exist or may require 'docker login'",
                "manifest for nope:1 not found: manifest unknown",
                "Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host",
                "Get \"https://r/v2/\": net/http: request canceled while waiting for connection"
            })
    void shouldSayThatABaseImageCannotBeHad(String message) {
        lines.add("Step 1/3 : FROM nope:1\n");

        var failure = lines.failure(message, null).failure();

        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(failure.message()).contains("'FROM nope:1'").contains(message);
    }

    @Test
    void shouldNotTakeAMissingFileForAMissingImage() {
        lines.add("Step 2/3 : COPY nope /x\n");

        var failure = lines.failure("COPY failed: file not found in build context: nope", null)
                .failure();

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message())
                .isEqualTo("the Dockerfile's instruction 'COPY nope /x' failed: COPY failed: file not found in build"
                        + " context: nope");
    }

    @Test
    void shouldBlameTheEngineWhenItsDiskIsFull() {
        assertThat(lines.failure("write /x: no space left on device", 1)
                        .failure()
                        .reason())
                .isEqualTo(Reason.RUNTIME_UNAVAILABLE);
    }
}
