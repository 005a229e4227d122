package io.slipway.status.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.status.RunningState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunningStatesTest {

    @ParameterizedTest
    @CsvSource({
        "RUNNING RUNNING,RUNNING",
        "RUNNING STOPPED,RUNNING",
        "RUNNING COMPLETED STOPPED,RUNNING",
        "RUNNING STARTING,STARTING",
        "RUNNING STOPPING,STOPPING",
        "STARTING STOPPING,STARTING",
        "WARNING STARTING,WARNING",
        "ERROR RUNNING,WARNING",
        "ERROR WARNING,WARNING",
        "ERROR STARTING STOPPED,WARNING",
        "ERROR ERROR,ERROR",
        "ERROR STOPPED COMPLETED,ERROR",
        "COMPLETED STOPPED,STOPPED",
        "COMPLETED COMPLETED,COMPLETED"
    })
    void shouldSumUp(String services, RunningState environment) {
        assertThat(RunningStates.of(Arrays.stream(services.split(" "))
                        .map(RunningState::valueOf)
                        .toList()))
                .isEqualTo(environment);
    }

    @ParameterizedTest
    @EnumSource(RunningState.class)
    void shouldBeInTheStateOfItsOnlyService(RunningState state) {
        assertThat(RunningStates.of(List.of(state))).isEqualTo(state);
    }

    @Test
    void shouldBeStoppedWithoutServices() {
        assertThat(RunningStates.of(List.of())).isEqualTo(RunningState.STOPPED);
    }
}
