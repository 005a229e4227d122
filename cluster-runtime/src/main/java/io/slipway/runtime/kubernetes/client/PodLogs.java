package io.slipway.runtime.kubernetes.client;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.slipway.runtime.Handle;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.log.LineAssembler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the containers of pods write, line by line. A cluster does not tell the two output streams apart. */
public final class PodLogs {

    /** All lines from the beginning. */
    public static final int ALL = -1;

    private static final Duration BEFORE_RECONNECT = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Executor threads;

    /** Reads logs of {@code cluster}; those that are followed take a thread each. */
    public PodLogs(Cluster cluster, Executor threads) {
        this.cluster = cluster;
        this.threads = threads;
    }

    /**
     * The last {@code count} lines, oldest first; none if there is no such container or it has not begun.
     *
     * @param previous those of the process before the one that runs, in a container that was restarted
     */
    public List<LogLine> last(String namespace, String pod, String container, int count, boolean previous) {
        List<LogLine> lines = new ArrayList<>();
        LineAssembler assembler = new LineAssembler(pod, false, lines::add);
        try {
            var stamped = resource(namespace, pod, container).usingTimestamps();
            String text = (previous ? stamped.terminated() : stamped)
                    .tailingLines(count)
                    .getLog();
            try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
                assembler.add(in.readAllBytes());
            }
            assembler.finish();
        } catch (RuntimeException | IOException _) {
            // there is none yet, or not any more
        }
        return lines;
    }

    /**
     * The last {@code count} lines or {@link #ALL}, and then new ones until the container's process has ended for good or
     * the handle is closed. A connection that breaks is made again.
     */
    public Following follow(String namespace, String pod, String container, int count, Consumer<LogLine> listener) {
        return begin(new Following(namespace, pod, container, null, count, listener));
    }

    /**
     * The same for one process: those that are started after it in its container are not followed.
     *
     * @param process id that the runtime of the cluster's node gave it
     */
    public Following followProcess(
            String namespace, String pod, String container, String process, int count, Consumer<LogLine> listener) {
        return begin(new Following(namespace, pod, container, process, count, listener));
    }

    private Following begin(Following following) {
        threads.execute(following::run);
        return following;
    }

    private ContainerResource resource(String namespace, String pod, String container) {
        return cluster.client().pods().inNamespace(namespace).withName(pod).inContainer(container);
    }

    /** A log that is being read. */
    public final class Following implements Handle {

        private final String namespace;
        private final String pod;
        private final String container;
        private final @Nullable String process;
        private final int count;
        private final Consumer<LogLine> listener;
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private volatile boolean closed;
        private volatile @Nullable InputStream input;
        private Instant last = Instant.EPOCH;
        private Instant resumed = Instant.EPOCH;

        private Following(
                String namespace,
                String pod,
                String container,
                @Nullable String process,
                int count,
                Consumer<LogLine> listener) {
            this.namespace = namespace;
            this.pod = pod;
            this.container = container;
            this.process = process;
            this.count = count;
            this.listener = listener;
        }

        /** Completes when everything is read. */
        public CompletableFuture<Void> end() {
            return end;
        }

        /** Waits until everything is read, but no longer than {@code atMost}. */
        public void awaitEnd(Duration atMost) {
            try {
                end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException _) {
                // what has come so far is all there is
            }
        }

        @Override
        public void close() {
            closed = true;
            end.complete(null);
            InputStream open = input;
            if (open != null) {
                closeInput(open);
            }
        }

        /** Closing what reads from the cluster, not only the watch around it, is what lets the connection go. */
        private static void closeInput(InputStream open) {
            try {
                open.close();
            } catch (IOException _) {
                // it was being closed anyway
            }
        }

        private void run() {
            while (!closed) {
                try {
                    read();
                } catch (IOException | RuntimeException _) {
                    // whether there is more is looked at below
                }
                try {
                    if (closed || !mayWriteMore()) {
                        break;
                    }
                    end.get(BEFORE_RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.TimeoutException _) {
                    // once more
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    break;
                } catch (java.util.concurrent.ExecutionException | RuntimeException _) {
                    // once more, until the cluster answers
                }
            }
            end.complete(null);
        }

        private void read() throws IOException {
            boolean again = !last.equals(Instant.EPOCH);
            resumed = last;
            LineAssembler assembler = new LineAssembler(pod, false, this::take);
            try (LogWatch open = open(again);
                    InputStream in = open.getOutput()) {
                input = in;
                if (closed) {
                    return;
                }
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    byte[] bytes = java.util.Arrays.copyOf(buffer, read);
                    assembler.add(bytes);
                }
                assembler.finish();
            }
        }

        private LogWatch open(boolean again) {
            var stamped =
                    resource(namespace, pod, container).withReadyWaitTimeout(0).usingTimestamps();
            if (again) {
                // The cluster takes whole seconds; what came already is left out below.
                return stamped.sinceTime(last.truncatedTo(ChronoUnit.SECONDS).toString())
                        .watchLog();
            }
            return count == ALL
                    ? stamped.watchLog()
                    : stamped.tailingLines(count).watchLog();
        }

        private void take(LogLine line) {
            if (!closed && line.at().isAfter(resumed)) {
                last = line.at();
                listener.accept(line);
            }
        }

        private boolean mayWriteMore(ContainerStatus status) {
            return process == null
                    ? status.getState() == null || status.getState().getTerminated() == null
                    : process.equals(status.getContainerID())
                            && status.getState() != null
                            && status.getState().getRunning() != null;
        }

        private boolean mayWriteMore() {
            Pod there =
                    cluster.client().pods().inNamespace(namespace).withName(pod).get();
            if (there == null || there.getStatus() == null) {
                return false;
            }
            String phase = there.getStatus().getPhase();
            if ("Succeeded".equals(phase) || "Failed".equals(phase)) {
                return false;
            }
            return Stream.concat(
                            there.getStatus().getInitContainerStatuses().stream(),
                            there.getStatus().getContainerStatuses().stream())
                    .filter(status -> status.getName().equals(container))
                    .findFirst()
                    .map(this::mayWriteMore)
                    .orElse(true);
        }
    }
}
