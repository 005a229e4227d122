package io.slipway.runtime.docker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What happens to a schedule in the very moment in which its time comes. */
class AlarmsTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ContainerView OLD = holder("old", "nightly");
    private static final ContainerView NEW = holder("new", "nightly");
    private static final ContainerView OTHER = holder("other", "hourly");

    private final List<String> due = new CopyOnWriteArrayList<>();

    private static ContainerView holder(String id, String service) {
        return new ContainerView(
                id, id + "-cron1", "created", "", "", Map.of(Labels.ENVIRONMENT, "e", Labels.SERVICE, service));
    }

    /** Alarms every millisecond. */
    private Alarms alarms(BiConsumer<ContainerView, Instant> then) {
        return new Alarms(Clock.systemUTC(), (_, now) -> Optional.of(now.plusMillis(1)), (holder, time) -> {
            due.add(holder.id());
            then.accept(holder, time);
        });
    }

    @Test
    void shouldGoOffAgainAndAgain() {
        try (Alarms alarms = alarms((_, _) -> {})) {
            alarms.set(OLD);

            await().atMost(SOON).until(() -> due.size() >= 3);
            assertThat(alarms.isSet(OLD)).isTrue();
        }
    }

    @Test
    void shouldStayReplacedWhenTheNewOneComesInTheMomentOfTheOldOne() {
        Alarms[] these = new Alarms[1];
        try (Alarms alarms = alarms((holder, _) -> {
            if (holder.equals(OLD)) {
                these[0].set(NEW);
            }
        })) {
            these[0] = alarms;
            alarms.set(OLD);

            await().atMost(SOON).until(() -> due.size() >= 4);
            assertThat(alarms.isSet(NEW)).isTrue();
            assertThat(alarms.isSet(OLD)).isFalse();
            assertThat(List.copyOf(due).subList(0, 4)).containsExactly("old", "new", "new", "new");
        }
    }

    @Test
    void shouldStayClearWhenItIsClearedInTheMomentInWhichItGoesOff() {
        Alarms[] these = new Alarms[1];
        try (Alarms alarms = alarms((holder, _) -> {
            if (holder.equals(OLD)) {
                these[0].clear(OLD.service());
            }
        })) {
            these[0] = alarms;
            alarms.set(OLD);
            await().atMost(SOON).until(() -> !due.isEmpty());
            alarms.set(OTHER);

            await().atMost(SOON).until(() -> due.size() >= 4);
            assertThat(alarms.isSet(OLD)).isFalse();
            assertThat(List.copyOf(due).subList(0, 4)).containsExactly("old", "other", "other", "other");
        }
    }

    @Test
    void shouldNotGoOffWithoutATimeToCome() {
        try (Alarms alarms =
                new Alarms(Clock.systemUTC(), (_, _) -> Optional.empty(), (holder, _) -> due.add(holder.id()))) {
            alarms.set(OLD);

            assertThat(alarms.isSet(OLD)).isFalse();
        }
    }
}
