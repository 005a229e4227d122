package io.slipway.output.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.OutputHarvested.Result;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.work.StepException;
import io.slipway.output.Runs;
import io.slipway.runtime.OutputReader.OutputContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HarvestTest {

    private static final StepRef STEP = Runs.step("env", 7);
    private static final int RETRIES = 3;

    private final Deque<CompletionStage<OutputContent>> answers = new ArrayDeque<>();
    private final Set<Long> answered = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private int reads;

    private final Harvest harvest = new Harvest(
            (location, maxBytes) -> {
                reads++;
                assertThat(location.path()).isEqualTo(Runs.PATH);
                assertThat(maxBytes).isEqualTo(1 << 20);
                return answers.size() > 1 ? answers.pop() : answers.getFirst();
            },
            new SecretCipher() {
                @Override
                public String encrypt(String plaintext) {
                    return "encrypted(" + plaintext.length() + ")";
                }

                @Override
                public String decrypt(String ciphertext) {
                    throw new UnsupportedOperationException();
                }
            },
            (step, _) -> answered.contains(step.attempt()),
            new DeploymentLog() {
                @Override
                public void line(StepRef step, Source source, Level level, String maskedMessage) {
                    assertThat(source).isEqualTo(Source.OUTPUT);
                    assertThat(step).isEqualTo(STEP);
                    log.add(level + " " + maskedMessage);
                }

                @Override
                public CompletionStage<Void> flush() {
                    return CompletableFuture.completedFuture(null);
                }
            },
            new Patience() {
                @Override
                public <T> T call(Callable<T> action) throws Exception {
                    for (int retries = 0; ; retries++) {
                        try {
                            return action.call();
                        } catch (StepException e) {
                            if (retries >= RETRIES || !Harvest.isWorthAnotherTry(e)) {
                                throw e;
                            }
                        }
                    }
                }
            });

    @Test
    void shouldEncryptWhatIsSensitiveAndNothingElse() throws Exception {
        found("{\"URL\":{\"sensitive\":false,\"value\":\"http://x\"},\"KEY\":{\"value\":\"s3cret\"}}");

        assertThat(harvest.of(Runs.succeeded(STEP, "c")))
                .contains(new Result.Harvested(List.of(
                        new OutputVariable("URL", Value.plain("http://x")),
                        new OutputVariable("KEY", Value.secret("encrypted(6)")))));
        assertThat(log).containsExactly("INFO Output variables: URL, KEY (secret)");
    }

    @Test
    void shouldHarvestNothingFromARunThatFailedOrWasCancelled() throws Exception {
        assertThat(harvest.of(Runs.finished(
                        STEP,
                        JobEvent.START,
                        new JobFinished.Result.Failed(new StepFailure(Reason.JOB_FAILED, "exit code 1")))))
                .isEmpty();
        assertThat(harvest.of(Runs.finished(STEP, JobEvent.STOP, new JobFinished.Result.Canceled())))
                .isEmpty();
        assertThat(reads).isZero();
    }

    @Test
    void shouldAnswerForARunOfAScheduleWithoutReading() throws Exception {
        JobFinished run = Runs.succeeded(STEP, "c");

        assertThat(harvest.of(Runs.finished(STEP, JobEvent.CRON, run.result())))
                .contains(new Result.Harvested(List.of()));
        assertThat(reads).isZero();
    }

    @Test
    void shouldHarvestNoVariablesWhereThereIsNoFile() throws Exception {
        answer(new OutputContent.Absent());

        assertThat(harvest.of(Runs.succeeded(STEP, "c"))).contains(new Result.Harvested(List.of()));
        assertThat(log).containsExactly("INFO The job wrote no " + Runs.PATH + ": it has no output variables");
    }

    @Test
    void shouldFailTheStepForAnInvalidFileWithTheReason() throws Exception {
        found("{\"A\":{\"value\":\"s3cret\"},}");

        StepFailure failure = failureOf(harvest.of(Runs.succeeded(STEP, "c")));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_OUTPUT);
        assertThat(failure.message())
                .isEqualTo("the job's output file " + Runs.PATH + " cannot be used: the file is not valid JSON:"
                        + " expected a name in double quotes (line 1, column 25)");
        assertThat(log).containsExactly("ERROR " + failure.message());
    }

    @Test
    void shouldFailTheStepForWhatIsTooLargeOrNoFile() throws Exception {
        answer(new OutputContent.TooLarge(2 << 20));
        assertThat(failureOf(harvest.of(Runs.succeeded(STEP, "c"))).message()).contains("2097152 bytes (2.00 MiB)");

        answer(new OutputContent.NotAFile("a directory"));
        assertThat(failureOf(harvest.of(Runs.succeeded(STEP, "c"))).message())
                .endsWith("it is a directory, not a file");
    }

    @Test
    void shouldReadAgainWhenTheEngineAnswersLater() throws Exception {
        answers.add(unavailable());
        answers.add(unavailable());
        answers.add(CompletableFuture.completedFuture(new OutputContent.Absent()));

        assertThat(harvest.of(Runs.succeeded(STEP, "c"))).contains(new Result.Harvested(List.of()));
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void shouldGiveUpWhenTheEngineDoesNotAnswer() throws Exception {
        answers.add(unavailable());

        assertThat(failureOf(harvest.of(Runs.succeeded(STEP, "c"))).reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(reads).isEqualTo(1 + RETRIES);
    }

    @Test
    void shouldNotTryAgainWhatCannotSucceed() throws Exception {
        answers.add(CompletableFuture.failedFuture(new StepException(Reason.UNSUPPORTED, "not here")));

        assertThat(failureOf(harvest.of(Runs.succeeded(STEP, "c"))).reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void shouldSayThatTheContainerIsGone() throws Exception {
        answer(new OutputContent.Gone());

        StepFailure failure = failureOf(harvest.of(Runs.succeeded(STEP, "c")));

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("removed before its output could be read");
    }

    @Test
    void shouldNotTurnASuccessIntoAFailureWhenARunComesAgain() throws Exception {
        answered.add(STEP.attempt());

        answer(new OutputContent.Gone());
        assertThat(harvest.of(Runs.succeeded(STEP, "c"))).isEmpty();

        answers.clear();
        answers.add(unavailable());
        assertThat(harvest.of(Runs.succeeded(STEP, "c"))).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void shouldGiveTheSameVariablesWhenARunComesAgainAndItsContainerIsThere() throws Exception {
        answered.add(STEP.attempt());
        found("{\"A\":{\"sensitive\":false,\"value\":1}}");

        assertThat(harvest.of(Runs.succeeded(STEP, "c")))
                .contains(new Result.Harvested(List.of(new OutputVariable("A", Value.plain("1")))));
    }

    @Test
    void shouldHaveNoResultWhenTheServiceStops() {
        answers.add(new CompletableFuture<>());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> harvest.of(Runs.succeeded(STEP, "c"))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private void found(String content) {
        answer(new OutputContent.Found(content.getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(OutputContent content) {
        answers.clear();
        answers.add(CompletableFuture.completedFuture(content));
    }

    private static CompletionStage<OutputContent> unavailable() {
        return CompletableFuture.failedFuture(new StepException(Reason.RUNTIME_UNAVAILABLE, "no engine"));
    }

    private static StepFailure failureOf(Optional<Result> result) {
        assertThat(result).containsInstanceOf(Result.Failed.class);
        return ((Result.Failed) result.orElseThrow()).failure();
    }
}
