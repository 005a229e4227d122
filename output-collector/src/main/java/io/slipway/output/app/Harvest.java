package io.slipway.output.app;

import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.OutputHarvested.Result;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.work.StepException;
import io.slipway.output.domain.Output;
import io.slipway.output.domain.OutputFile;
import io.slipway.output.domain.OutputFile.Parsed;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.OutputReader.OutputContent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Reads what a successful job run left behind and turns it into output variables.
 *
 * <p>A run comes here at least once. Its container stays until a result has been written, because it is released when
 * {@code output.harvested} has it; so a container that is gone means that the run has been answered before, or that somebody
 * removed it. The same goes for an engine that does not answer when a run comes a second time. In both cases the results
 * written so far are asked before a failure is: a redelivery never turns a success into a failure. Reading the same file
 * again gives the same variables, so in all other cases answering twice does no harm.
 */
public final class Harvest {

    private final OutputReader reader;
    private final SecretCipher cipher;
    private final HarvestHistory history;
    private final DeploymentLog log;
    private final Patience whileUnavailable;

    /** @param whileUnavailable tries again what {@link #isWorthAnotherTry} */
    public Harvest(
            OutputReader reader,
            SecretCipher cipher,
            HarvestHistory history,
            DeploymentLog log,
            Patience whileUnavailable) {
        this.reader = reader;
        this.cipher = cipher;
        this.history = history;
        this.log = log;
        this.whileUnavailable = whileUnavailable;
    }

    /** Whether reading again may help: the engine does not answer. */
    public static boolean isWorthAnotherTry(Throwable failure) {
        return failure instanceof StepException step && step.failure().reason() == Reason.RUNTIME_UNAVAILABLE;
    }

    /**
     * What the run's result is; empty if there is none to write: the run did not succeed, or has been answered.
     *
     * @throws InterruptedException if the service stops: the run has to come again
     */
    public Optional<Result> of(JobFinished finished) throws InterruptedException {
        if (!(finished.result() instanceof JobFinished.Result.Succeeded(OutputLocation location))) {
            return Optional.empty();
        }
        if (finished.event() == JobEvent.CRON) {
            // Outputs are for lifecycle events; the step waits for a result all the same.
            return Optional.of(new Result.Harvested(List.of()));
        }
        OutputContent content;
        try {
            content = read(location);
        } catch (StepException e) {
            return unlessAnswered(finished, e.failure());
        }
        return switch (content) {
            case OutputContent.Found(byte[] bytes) -> Optional.of(parsed(finished.step(), location, bytes));
            case OutputContent.Absent _ -> {
                say(
                        finished.step(),
                        Level.INFO,
                        "The job wrote no " + location.path() + ": it has no output variables");
                yield Optional.of(new Result.Harvested(List.of()));
            }
            case OutputContent.TooLarge(long bytes) ->
                Optional.of(invalid(finished.step(), location, OutputFile.tooLarge(bytes)));
            case OutputContent.NotAFile(String kind) ->
                Optional.of(invalid(finished.step(), location, "it is " + kind + ", not a file"));
            case OutputContent.Gone _ ->
                unlessAnswered(
                        finished,
                        new StepFailure(
                                Reason.RUNTIME_UNAVAILABLE,
                                "the job's container was removed before its output could be read: run the job again"));
        };
    }

    private OutputContent read(OutputLocation location) throws InterruptedException {
        try {
            return whileUnavailable.call(() -> await(location));
        } catch (RuntimeException | InterruptedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the service stops");
            }
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private OutputContent await(OutputLocation location) throws InterruptedException {
        try {
            return reader.read(location, OutputFile.MAX_BYTES)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private Optional<Result> unlessAnswered(JobFinished finished, StepFailure failure) throws InterruptedException {
        if (history.isAnswered(finished.step(), finished.finishedAt())) {
            return Optional.empty();
        }
        say(finished.step(), Level.ERROR, failure.message());
        return Optional.of(new Result.Failed(failure));
    }

    private Result parsed(StepRef step, OutputLocation location, byte[] content) {
        return switch (OutputFile.parse(content)) {
            case Parsed.Invalid(String reason) -> invalid(step, location, reason);
            case Parsed.Valid(List<Output> outputs) -> {
                say(step, Level.INFO, "Output variables: " + names(outputs));
                yield new Result.Harvested(outputs.stream().map(this::variable).toList());
            }
        };
    }

    private Result invalid(StepRef step, OutputLocation location, String reason) {
        String message = "the job's output file " + location.path() + " cannot be used: " + reason;
        say(step, Level.ERROR, message);
        return new Result.Failed(new StepFailure(Reason.INVALID_OUTPUT, message));
    }

    private OutputVariable variable(Output output) {
        Value value = output.sensitive() ? Value.secret(cipher.encrypt(output.value())) : Value.plain(output.value());
        return new OutputVariable(output.name(), value);
    }

    private void say(StepRef step, Level level, String message) {
        log.line(step, Source.OUTPUT, level, message);
    }

    private static String names(List<Output> outputs) {
        return outputs.isEmpty()
                ? "none"
                : outputs.stream()
                        .map(output -> output.name() + (output.sensitive() ? " (secret)" : ""))
                        .collect(Collectors.joining(", "));
    }
}
