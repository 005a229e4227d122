package io.slipway.status.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.status.domain.EnvironmentView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StatusKeeperTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Cause FIRST = new Cause(NOW, "d-1", "trace-1");
    private static final Cause SECOND = new Cause(NOW, "d-2", "trace-2");

    private final FakeViews views = new FakeViews();
    private final FakeOutput output = new FakeOutput();
    private final StatusKeeper keeper = new StatusKeeper(views, output);

    @Test
    void shouldPublishOnceWhatSeveralEventsLedTo() {
        assertThat(keeper.fold(described("env-1", 1), FIRST)).isTrue();
        assertThat(keeper.fold(described("env-1", 2), SECOND)).isTrue();
        assertThat(output.published).isEmpty();

        keeper.publishPending();

        assertThat(output.published).extracting(EnvironmentStatus::sequence).containsExactly(1L);
        assertThat(output.causes).containsExactly(SECOND);
        assertThat(keeper.hasPending()).isFalse();
        assertThat(views.marks).isEmpty();
    }

    @Test
    void shouldPublishEachEnvironmentThatChanged() {
        keeper.fold(described("env-1", 1), FIRST);
        keeper.fold(described("env-2", 1), SECOND);
        keeper.publishPending();
        keeper.fold(described("env-2", 2), FIRST);
        keeper.publishPending();
        keeper.publishPending();

        assertThat(output.published)
                .extracting(status -> status.environmentId() + ":" + status.sequence())
                .containsExactly("env-1:1", "env-2:1", "env-2:2");
    }

    @Test
    void shouldNotPublishForAnEventThatChangesNothing() {
        keeper.fold(described("env-1", 1), FIRST);
        keeper.publishPending();

        assertThat(keeper.fold(described("env-1", 1), SECOND)).isFalse();

        assertThat(keeper.hasPending()).isFalse();
    }

    @Test
    void shouldMarkWhatIsNotPublishedYetAndPublishItAfterARestart() {
        keeper.fold(described("env-1", 1), FIRST);
        assertThat(views.marks).containsExactly("env-1");

        StatusKeeper restarted = new StatusKeeper(views, output);
        restarted.open();
        assertThat(restarted.hasPending()).isTrue();
        restarted.publishPending();

        assertThat(output.published).extracting(EnvironmentStatus::sequence).containsExactly(1L);
        assertThat(views.marks).isEmpty();
    }

    @Test
    void shouldForgetAnEnvironment() {
        keeper.fold(described("env-1", 1), FIRST);
        keeper.publishPending();
        keeper.fold(new StatusEvent.EnvironmentForgotten("env-1", 2, NOW), SECOND);

        keeper.publishPending();

        assertThat(output.forgotten).containsExactly("env-1");
        assertThat(output.published).hasSize(1);
    }

    @Test
    void shouldPublishNothingOfAnEnvironmentThatIsNotDescribed() {
        keeper.fold(new ServiceRunning("env-1", "web", RunningState.RUNNING, List.of(), NOW), FIRST);

        keeper.publishPending();

        assertThat(output.published).isEmpty();
        assertThat(views.marks).isEmpty();
        assertThat(views.load("env-1").running()).containsKey("web");
    }

    private static StatusEvent described(String environment, long sequence) {
        return new StatusEvent.EnvironmentDescribed(environment, sequence, NOW, "shop", 1, List.of());
    }

    private static final class FakeViews implements ViewStore {

        private final Map<String, EnvironmentView> views = new HashMap<>();
        private final Set<String> marks = new TreeSet<>();

        @Override
        public EnvironmentView load(String environmentId) {
            return views.computeIfAbsent(environmentId, EnvironmentView::unknown);
        }

        @Override
        public void save(EnvironmentView before, EnvironmentView after) {
            assertThat(load(before.environmentId())).isSameAs(before);
            views.put(after.environmentId(), after);
        }

        @Override
        public List<String> pending() {
            return List.copyOf(marks);
        }

        @Override
        public void markPending(String environmentId) {
            assertThat(marks.add(environmentId)).isTrue();
        }

        @Override
        public void clearPending(String environmentId) {
            marks.remove(environmentId);
        }
    }

    private static final class FakeOutput implements StatusOutput {

        private final List<EnvironmentStatus> published = new ArrayList<>();
        private final List<Cause> causes = new ArrayList<>();
        private final List<String> forgotten = new ArrayList<>();

        @Override
        public void publish(EnvironmentStatus status, Cause cause) {
            published.add(status);
            causes.add(cause);
        }

        @Override
        public void forget(String environmentId, Cause cause) {
            forgotten.add(environmentId);
        }
    }
}
