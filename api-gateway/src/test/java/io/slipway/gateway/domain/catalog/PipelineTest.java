package io.slipway.gateway.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.gateway.domain.catalog.Pipeline.Place;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ENVIRONMENT = new UUID(1, 1);

    private long ids = 10;
    private final Pipeline pipeline = Pipeline.ofNewEnvironment(ENVIRONMENT, NOW, () -> new UUID(0, ids++));

    @Test
    void shouldBeginWithTheFourStagesOfTheContract() {
        assertThat(pipeline.stages())
                .extracting(Stage::name)
                .containsExactly("0.DEFAULT DATABASE", "1.DEFAULT JOB", "2.DEFAULT CONTAINER", "3.DEFAULT APPLICATION");
        assertThat(pipeline.stages()).extracting(Stage::position).containsExactly(0, 1, 2, 3);
        assertThat(pipeline.stages()).extracting(Stage::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldLandEachTypeInItsStage() {
        for (ServiceType type : ServiceType.values()) {
            assertThat(pipeline.landing(type).name()).endsWith(type.name());
        }
    }

    @Test
    void shouldLandInTheLastStageWhenThatOfTheTypeIsGone() {
        Pipeline shorter = pipeline.without(pipeline.landing(ServiceType.JOB).id());

        assertThat(shorter.landing(ServiceType.JOB).name()).isEqualTo("3.DEFAULT APPLICATION");
        assertThat(shorter.stages()).extracting(Stage::position).containsExactly(0, 1, 2);
    }

    @Test
    void shouldMoveEveryStageToEitherSideOfEveryOther() {
        for (Stage moved : pipeline.stages()) {
            for (Stage neighbour : pipeline.stages()) {
                for (Place place : Place.values()) {
                    Pipeline now = pipeline.moved(moved.id(), neighbour.id(), place);
                    List<UUID> order = now.stages().stream().map(Stage::id).toList();

                    assertThat(order).hasSize(4).doesNotHaveDuplicates();
                    assertThat(now.stages()).extracting(Stage::position).containsExactly(0, 1, 2, 3);
                    if (moved.equals(neighbour)) {
                        assertThat(now).isEqualTo(pipeline);
                    } else {
                        int distance = order.indexOf(moved.id()) - order.indexOf(neighbour.id());
                        assertThat(distance).isEqualTo(place == Place.BEFORE ? -1 : 1);
                    }
                }
            }
        }
    }

    @Test
    void shouldAppendAStage() {
        Stage stage = new Stage(new UUID(9, 9), ENVIRONMENT, "LAST", null, 0, null, NOW, NOW);

        assertThat(pipeline.with(stage).stages().getLast()).isEqualTo(stage.at(4));
    }

    @Test
    void shouldSortItsStages() {
        Pipeline shuffled = new Pipeline(pipeline.stages().reversed());

        assertThat(shuffled).isEqualTo(pipeline);
    }
}
