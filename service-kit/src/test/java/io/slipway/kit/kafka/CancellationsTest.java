package io.slipway.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationsTest {

    private final Cancellations cancellations = new Cancellations();
    private final StepRef step = Samples.step("svc-1", 5);

    @Test
    void shouldKnowAnAttemptByItsEnvironmentAndNumber() {
        cancellations.cancel(step);

        assertThat(cancellations.isCancelled(step)).isTrue();
        assertThat(cancellations.isCancelled(new StepRef("env-1", "other", "other", StepKind.JOB, 5)))
                .isTrue();
        assertThat(cancellations.isCancelled(Samples.step("svc-1", 6))).isFalse();
        assertThat(cancellations.isCancelled(new StepRef("env-2", "dep-1", "svc-1", StepKind.BUILD, 5)))
                .isFalse();
    }

    @Test
    void shouldTellListenersOnceOfEachAttempt() {
        List<StepRef> told = new ArrayList<>();
        cancellations.subscribe(told::add);

        cancellations.cancel(step);
        cancellations.cancel(step);

        assertThat(told).containsExactly(step);
    }

    @Test
    void shouldRunAnActionOnceWhenItsAttemptIsCancelled() {
        List<String> ran = new ArrayList<>();
        cancellations.onCancelled(step, () -> ran.add("mine"));
        cancellations.onCancelled(Samples.step("svc-2", 6), () -> ran.add("other"));

        cancellations.cancel(step);
        cancellations.cancel(step);

        assertThat(ran).containsExactly("mine");
    }

    @Test
    void shouldRunAnActionAtOnceIfTheAttemptWasCancelledBefore() {
        List<String> ran = new ArrayList<>();
        cancellations.cancel(step);

        cancellations.onCancelled(step, () -> ran.add("late")).close();

        assertThat(ran).containsExactly("late");
    }

    @Test
    void shouldForgetAnActionWhoseStepHasEnded() {
        List<String> ran = new ArrayList<>();
        Runnable action = () -> ran.add("ran");
        CancellationRegistry.Registration first = cancellations.onCancelled(step, action);
        cancellations.onCancelled(step, action);

        first.close();
        cancellations.cancel(step);
        first.close();

        assertThat(ran).containsExactly("ran");
    }

    @Test
    void shouldTellEverybodyEvenIfOneOfThemFails() {
        List<String> ran = new ArrayList<>();
        cancellations.onCancelled(step, () -> {
            throw new IllegalStateException("broken");
        });
        cancellations.onCancelled(step, () -> ran.add("action"));
        cancellations.subscribe(_ -> ran.add("listener"));

        cancellations.cancel(step);

        assertThat(ran).containsExactly("action", "listener");
    }

    @Test
    void shouldBeReadyWhenItHasCaughtUp() {
        assertThat(cancellations.ready().toCompletableFuture()).isNotDone();

        cancellations.caughtUp();

        assertThat(cancellations.ready().toCompletableFuture()).isCompleted();
    }
}
