package io.slipway.runtime.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Operations operations = new Operations("test");

    @AfterEach
    void close() {
        operations.close();
    }

    private static StepRef step(String service, long attempt) {
        return new StepRef("environment", "deployment", service, StepKind.WORKLOAD, attempt);
    }

    private <T> CompletionStage<T> submit(StepRef step, java.util.function.Function<Operation, T> work) {
        return operations.submit(step, Operation.NO_DEADLINE, work);
    }

    @Test
    void shouldDoTheWorkOfOneServiceInTheOrderItCame() {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        var first = submit(step("a", 1), _ -> {
            await(go);
            return order.add(1);
        });
        var second = submit(step("a", 2), _ -> order.add(2));
        var third = submit(step("a", 3), _ -> order.add(3));

        go.countDown();

        Stages.get(third);
        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture()).isCompleted();
        assertThat(order).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotHaveOneServiceWaitForAnother() {
        CountDownLatch go = new CountDownLatch(1);
        var blocked = submit(step("a", 1), _ -> {
            await(go);
            return true;
        });

        String other = Stages.get(submit(step("b", 2), _ -> "done"));

        assertThat(other).isEqualTo("done");
        assertThat(blocked.toCompletableFuture()).isNotDone();
        go.countDown();
    }

    @Test
    void shouldGoOnAfterAFailure() {
        var failing = submit(step("a", 1), _ -> {
            throw new IllegalStateException("no");
        });

        assertThat(Stages.failure(failing)).isInstanceOf(IllegalStateException.class);
        String next = Stages.get(submit(step("a", 2), _ -> "done"));
        assertThat(next).isEqualTo("done");
    }

    @Test
    void shouldEndAWaitWhenTheStepIsCancelled() {
        CountDownLatch waiting = new CountDownLatch(1);
        var work = submit(step("a", 1), operation -> {
            waiting.countDown();
            operation.pause(LONG);
            return true;
        });
        await(waiting);

        operations.cancel(step("a", 1));

        assertThat(Stages.failure(work)).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldCancelWorkThatHasNotBegun() {
        CountDownLatch go = new CountDownLatch(1);
        var first = submit(step("a", 1), _ -> {
            await(go);
            return true;
        });
        var second = submit(step("a", 2), operation -> {
            operation.check();
            return true;
        });

        operations.cancel(step("a", 2));
        go.countDown();

        assertThat(Stages.get(first)).isTrue();
        assertThat(Stages.failure(second)).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldEndAWaitAtTheDeadline() {
        var work = operations.submit(step("a", 1), Instant.now().plusMillis(50), operation -> {
            operation.await(new CompletableFuture<Void>());
            return true;
        });

        assertThat(Stages.stepFailure(work).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldGiveWhatIsAwaited() {
        CompletableFuture<String> future = new CompletableFuture<>();
        var work = submit(step("a", 1), operation -> operation.await(future));

        future.complete("value");

        assertThat(Stages.get(work)).isEqualTo("value");
    }

    @Test
    void shouldThrowTheFailureOfWhatIsAwaited() {
        CompletableFuture<String> future = new CompletableFuture<>();
        var work = submit(step("a", 1), operation -> operation.await(future));

        future.completeExceptionally(new StepException(Reason.CONFLICT, "taken"));

        assertThat(Stages.stepFailure(work).message()).isEqualTo("taken");
    }

    @Test
    void shouldAbandonWorkWhenItIsClosed() {
        CountDownLatch waiting = new CountDownLatch(1);
        var work = submit(step("a", 1), operation -> {
            waiting.countDown();
            operation.pause(LONG);
            return true;
        });
        await(waiting);

        operations.close();

        assertThat(Stages.failure(work)).isInstanceOf(AbandonedException.class);
    }

    @Test
    void shouldKnowOperationsThatRunOnTheCallersThread() {
        assertThatThrownBy(() -> operations.runHere(step("a", -5), Operation.NO_DEADLINE, operation -> {
                    operations.cancel(step("a", -5));
                    operation.pause(LONG);
                    return true;
                }))
                .isInstanceOf(CancellationException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
