package io.slipway.runtime.kubernetes.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.Lines;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.StepLog;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLogTest {

    private static LogLine line(String text) {
        return new LogLine("pod", false, text, Instant.EPOCH);
    }

    @Test
    void shouldHandLinesOnWithoutColoursAndEmptyOnes() {
        Lines lines = new Lines();
        BuildLog log = new BuildLog(lines);

        log.take(line("#5 [2/2] RUN make"));
        log.take(line(""));
        log.take(line("#5 0.312 \u001b[32mdone\u001b[0m "));

        assertThat(lines.all()).containsExactly("#5 [2/2] RUN make", "#5 0.312 done");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error: failed to solve: process "/bin/sh -c make all" did not complete successfully: exit code: 2 | BUILD_FAILED | command 'make all' failed with exit code 2
            error: failed to solve: dockerfile parse error on line 3: unknown instruction: RUNN | BUILD_FAILED | line 3
            error: failed to solve: failed to compute cache key: failed to calculate checksum of ref x: "/nope": not found | BUILD_FAILED | /nope
            error: failed to solve: nope:1: failed to resolve source metadata for docker.io/library/nope:1: docker.io/library/nope:1: not found | IMAGE_UNAVAILABLE | docker.io/library/nope:1 cannot
            error: failed to solve: failed to push r:5000/a:1: failed to authorize: 401 | IMAGE_UNAVAILABLE | does not take it
            error: failed to solve: write /x: no space left on device | RUNTIME_UNAVAILABLE | no space
            could not connect to unix:///run/user/1000/buildkit/buildkitd.sock after 100 trials | RUNTIME_UNAVAILABLE | does not start
            slipway: not without root: [rootlesskit:parent] error: failed to setup UID/GID map | RUNTIME_UNAVAILABLE | build.privileged
            slipway: not without root: /slipway/config/build.sh: 43: rootlesskit: not found | RUNTIME_UNAVAILABLE | build.image
            slipway: the build context cannot be unpacked | INTERNAL | context
            something else | BUILD_FAILED | exit code 7
            """)
    void shouldTellWhyThereIsNoImage(String text, Reason reason, String shown) {
        BuildLog log = new BuildLog(StepLog.NONE);
        log.take(line("#1 something before"));

        log.take(line(text));

        StepFailure failure = log.failure(7);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(shown);
    }
}
