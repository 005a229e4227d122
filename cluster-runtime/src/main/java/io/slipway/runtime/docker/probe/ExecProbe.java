package io.slipway.runtime.docker.probe;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import io.slipway.events.spec.Probes.Check;
import io.slipway.runtime.docker.DockerEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a command in the container; exit code 0 is a success. */
final class ExecProbe {

    private static final int SHOWN = 200;

    private final DockerEngine engine;

    ExecProbe(DockerEngine engine) {
        this.engine = engine;
    }

    ProbeResult probe(String containerId, Check.Exec check, Duration timeout) {
        String asked = "command '" + String.join(" ", check.command()) + "'";
        try {
            String id = engine.calls()
                    .execCreateCmd(containerId)
                    .withCmd(check.command().toArray(String[]::new))
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            Output output = new Output();
            try (output) {
                engine.streams().execStartCmd(id).exec(output);
                if (!output.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    return ProbeResult.failed(asked + " did not end within " + timeout.toSeconds() + " s");
                }
            }
            InspectExecResponse ended = engine.calls().inspectExecCmd(id).exec();
            Long exitCode = ended.getExitCodeLong();
            if (exitCode == null) {
                return ProbeResult.failed(asked + " has no exit code");
            }
            return exitCode == 0
                    ? ProbeResult.succeeded(asked + " succeeded")
                    : ProbeResult.failed(asked + " ended with exit code " + exitCode + output.shown());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ProbeResult.failed(asked + " was interrupted");
        } catch (IOException | RuntimeException e) {
            return ProbeResult.failed(asked + " could not be run: " + DockerEngine.message(e));
        }
    }

    private static final class Output extends ResultCallback.Adapter<Frame> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void onNext(Frame frame) {
            if (frame.getPayload() != null && bytes.size() < SHOWN) {
                bytes.writeBytes(frame.getPayload());
            }
        }

        private synchronized String shown() {
            String text = bytes.toString(StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
        }
    }
}
