package io.slipway.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: gently first, then for certain. */
public final class Signals {

    /** What is killed cannot stay, but the machine may be busy. */
    private static final Duration GONE = Duration.ofSeconds(30);

    private Signals() {}

    /** Sends the signal called {@code name} (for example {@code INT}); a process that is gone already is no error. */
    public static void send(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends {@code signal}, waits for at most {@code grace}, then kills.
     *
     * @return whether the process ended by itself, without being killed
     */
    public static boolean stop(ProcessHandle process, String signal, Duration grace) {
        if (!process.isAlive()) {
            return true;
        }
        send(process.pid(), signal);
        if (awaitExit(process, grace)) {
            return true;
        }
        process.destroyForcibly();
        awaitExit(process, GONE);
        return false;
    }

    /** Whether {@code process} has ended within {@code time}. */
    public static boolean awaitExit(ProcessHandle process, Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
