package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.log.LineAssembler;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What containers write, line by line. */
public final class LogReader {

    private static final int ALL = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DockerEngine engine;

    /** Reads logs of {@code engine}. */
    public LogReader(DockerEngine engine) {
        this.engine = engine;
    }

    /** The last {@code count} lines, oldest first; none if the container is gone. */
    public List<LogLine> last(String id, String name, int count) {
        List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
        try (Following following = read(command(id, count).withFollowStream(false), name, lines::add)) {
            following.awaitEnd(PATIENCE);
        }
        // Lines of the two streams come in blocks; their times put them in order.
        List<LogLine> ordered = new ArrayList<>(lines);
        ordered.sort(java.util.Comparator.comparing(LogLine::at));
        return ordered.size() <= count ? ordered : ordered.subList(ordered.size() - count, ordered.size());
    }

    /** All lines from the beginning, and then new ones until the container ends or the handle is closed. */
    public Following follow(String id, String name, Consumer<LogLine> listener) {
        return follow(id, name, ALL, listener);
    }

    /** The last {@code count} lines, and then new ones until the container ends or the handle is closed. */
    public Following follow(String id, String name, int count, Consumer<LogLine> listener) {
        return read(command(id, count).withFollowStream(true), name, listener);
    }

    private LogContainerCmd command(String id, int count) {
        LogContainerCmd command = engine.streams()
                .logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true);
        return count == ALL ? command.withTailAll() : command.withTail(count);
    }

    private static Following read(LogContainerCmd command, String name, Consumer<LogLine> listener) {
        return new Following(command.exec(new Frames(name, listener)));
    }

    /** A log that is being read. */
    public static final class Following implements AutoCloseable {

        private final Frames frames;

        private Following(Frames frames) {
            this.frames = frames;
        }

        /** Waits until everything is read, but no longer than {@code atMost}. */
        public void awaitEnd(Duration atMost) {
            try {
                frames.end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | java.util.concurrent.ExecutionException _) {
                // what has come so far is all there is
            }
        }

        /** Completes when everything is read. */
        public CompletableFuture<Void> end() {
            return frames.end;
        }

        @Override
        public void close() {
            try {
                frames.close();
            } catch (IOException _) {
                // it was being closed anyway
            }
        }
    }

    private static final class Frames extends ResultCallback.Adapter<Frame> {

        private final LineAssembler out;
        private final LineAssembler err;
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        private Frames(String name, Consumer<LogLine> listener) {
            this.out = new LineAssembler(name, false, listener);
            this.err = new LineAssembler(name, true, listener);
        }

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
        }

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? err : out).add(frame.getPayload());
        }

        @Override
        public void onError(Throwable throwable) {
            if (!(throwable instanceof NotFoundException)) {
                out.finish();
                err.finish();
            }
            end.complete(null);
            try {
                close();
            } catch (IOException _) {
                // nothing is lost
            }
        }

        @Override
        public void onComplete() {
            out.finish();
            err.finish();
            end.complete(null);
            super.onComplete();
        }
    }
}
