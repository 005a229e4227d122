package io.slipway.runtime.kubernetes.pod;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.TtyExecOutputErrorable;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs commands in containers. */
public final class PodExec {

    private static final int MAX_ERROR = 4096;
    private static final int BUFFER = 32 * 1024;

    private final Cluster cluster;

    /** Runs commands in containers of {@code cluster}. */
    public PodExec(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A container.
     *
     * @param name of the container
     */
    public record Place(String namespace, String pod, String name) {}

    /**
     * How a command ended.
     *
     * @param output what it wrote, cut off at the length that was asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Result(int exitCode, byte[] output, String error) {}

    /**
     * Runs {@code command} to its end.
     *
     * @param maxOutput what it writes after so many bytes is dropped
     * @throws StepException ({@code RUNTIME_UNAVAILABLE}) if it could not be run, or not to its end within {@code patience}
     */
    public Result run(Place place, List<String> command, int maxOutput, Duration patience) {
        return run(place, command, null, maxOutput, patience);
    }

    /**
     * As above, with input. The command is not told where the input ends, as the protocol of older clusters has no way to:
     * it has to know how much to read.
     */
    public Result run(
            Place place, List<String> command, @Nullable InputStream input, int maxOutput, Duration patience) {
        Bounded output = new Bounded(maxOutput);
        Bounded error = new Bounded(MAX_ERROR);
        String doing = "Running a command in pod " + place.pod() + " in namespace " + place.namespace();
        try (ExecWatch watch = cluster.call(doing, () -> {
            var container = cluster.client()
                    .pods()
                    .inNamespace(place.namespace())
                    .withName(place.pod())
                    .inContainer(place.name())
                    .withReadyWaitTimeout(0);
            TtyExecOutputErrorable streams = input == null ? container : container.redirectingInput();
            return streams.writingOutput(output).writingError(error).exec(command.toArray(new String[0]));
        })) {
            if (input != null) {
                send(input, watch, error);
            }
            Integer exitCode = watch.exitCode().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (exitCode == null || exitCode < 0) {
                throw unavailable(doing, "the connection broke", null);
            }
            return new Result(exitCode, output.bytes(), error.text());
        } catch (TimeoutException e) {
            throw unavailable(doing, "it did not end within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unavailable(doing, String.valueOf(cause.getMessage()), e);
        } catch (IOException e) {
            throw unavailable(doing, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(doing, "the service stops", e);
        }
    }

    private static void send(InputStream input, ExecWatch watch, Bounded error) throws IOException {
        OutputStream target = watch.getInput();
        CompletableFuture<Integer> end = watch.exitCode();
        byte[] buffer = new byte[BUFFER];
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            if (end.isDone()) {
                throw new IOException("the command ended before it had all of its input " + error.text());
            }
            target.write(buffer, 0, read);
        }
        target.flush();
    }

    private static StepException unavailable(String doing, String why, @Nullable Exception e) {
        return e == null
                ? new StepException(Reason.RUNTIME_UNAVAILABLE, doing + ": " + why)
                : new StepException(Reason.RUNTIME_UNAVAILABLE, doing + ": " + why, e);
    }

    /** Keeps the first bytes. */
    private static final class Bounded extends OutputStream {

        private final int max;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        private Bounded(int max) {
            this.max = max;
        }

        @Override
        public synchronized void write(int b) {
            if (kept.size() < max) {
                kept.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, max - kept.size()));
        }

        private synchronized byte[] bytes() {
            return kept.toByteArray();
        }

        private synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
