package io.slipway.deploy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.Handle;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.WorkloadRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final FakeLogs logs = new FakeLogs();
    private final List<ServiceLogLines> written = new ArrayList<>();
    private CompletableFuture<Void> ack = CompletableFuture.completedFuture(null);
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final LogLeases leases = new LogLeases(
            Clusters.single(new OnlyLogs(logs)),
            new BracketCipher(),
            lines -> {
                written.add(lines);
                return ack;
            },
            new LogLeases.Limits(2, 10, 100),
            clock);

    @Test
    void shouldTellWhatTheServiceWrites() {
        leases.requested(request("lease"));
        logs.follows.getFirst().write("one", false);
        logs.follows.getFirst().write("two", true);
        leases.tick();

        assertThat(logs.follows.getFirst().service).isEqualTo(new ServiceKey("env", "web"));
        assertThat(logs.follows.getFirst().count).isEqualTo(100);
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().leaseId()).isEqualTo("lease");
        assertThat(texts()).containsExactly("one", "two");
        assertThat(lines()).extracting(Line::severity).containsExactly(Severity.OUTPUT, Severity.ERROR);
    }

    @Test
    void shouldMaskSecrets() {
        leases.requested(request("lease", "enc(hunter2)"));
        logs.follows.getFirst().write("password=hunter2", false);
        leases.requested(request("lease", "enc(hunter2)", "enc(swordfish)"));
        logs.follows.getFirst().write("swordfish or hunter2", false);
        leases.tick();

        assertThat(texts()).containsExactly("password=***", "*** or ***");
    }

    @Test
    void shouldShowNothingWhoseSecretsItDoesNotKnow() {
        leases.requested(request("lease", "somebody else's"));

        assertThat(logs.follows).isEmpty();
        assertThat(lines()).extracting(Line::severity).containsExactly(Severity.NOTE);
    }

    @Test
    void shouldGoOnWhileTheLeaseIsRepeatedAndEndWhenItIsNot() {
        leases.requested(request("lease"));
        now = now.plusSeconds(50);
        leases.requested(request("lease"));
        now = now.plusSeconds(50);
        leases.tick();
        assertThat(logs.follows).hasSize(1);
        assertThat(logs.follows.getFirst().closed).isFalse();

        now = now.plusSeconds(10);
        leases.tick();
        assertThat(logs.follows.getFirst().closed).isTrue();
        assertThat(leases.size()).isZero();
    }

    @Test
    void shouldEndWhenTheReaderGoes() {
        LogsRequested request = request("lease");
        leases.requested(request);
        leases.requested(ended(request));

        assertThat(logs.follows.getFirst().closed).isTrue();
    }

    @Test
    void shouldIgnoreALeaseThatHasExpired() {
        LogsRequested request = request("lease");
        now = now.plus(LEASE);
        leases.requested(request);

        assertThat(logs.follows).isEmpty();
        assertThat(written).isEmpty();
    }

    @Test
    void shouldTakeUpALeaseWhereItsReaderIs() {
        Instant since = now.minusSeconds(1);
        leases.requested(
                new LogsRequested("lease", "env", "local", "web", 100, since, List.of(), now, now.plus(LEASE), false));
        FakeFollow follow = logs.follows.getFirst();
        follow.listener.accept(new LogLine("web-1", false, "known", since));
        follow.listener.accept(new LogLine("web-1", false, "new", since.plusNanos(1)));
        leases.tick();

        assertThat(texts()).containsExactly("new");
    }

    @Test
    void shouldLeaveOutWhatIsTooMuchAndSayHowMuchThatWas() {
        leases.requested(request("lease"));
        IntStream.range(0, 80).forEach(i -> logs.follows.getFirst().write("line " + i, false));
        leases.tick();
        assertThat(texts()).hasSize(51).endsWith("line 49", "30 lines left out: more than 10 a second");

        now = now.plusSeconds(1);
        IntStream.range(80, 100).forEach(i -> logs.follows.getFirst().write("line " + i, false));
        leases.tick();
        assertThat(texts()).hasSize(62).endsWith("line 89", "10 lines left out: more than 10 a second");
    }

    @Test
    void shouldWriteOneRecordAfterTheOther() {
        ack = new CompletableFuture<>();
        leases.requested(request("lease"));
        logs.follows.getFirst().write("one", false);
        leases.tick();
        logs.follows.getFirst().write("two", false);
        leases.tick();
        assertThat(texts()).containsExactly("one");

        ack.complete(null);
        leases.tick();
        assertThat(texts()).containsExactly("one", "two");
        assertThat(written).extracting(ServiceLogLines::sequence).containsExactly(1L, 2L);
    }

    @Test
    void shouldRefuseMoreReadersThanAllowed() {
        leases.requested(request("first"));
        leases.requested(request("second"));
        leases.requested(request("third"));

        assertThat(logs.follows).hasSize(2);
        assertThat(written.getLast().leaseId()).isEqualTo("third");
        assertThat(texts()).containsExactly("The log is not shown: 2 logs are followed already");
    }

    @Test
    void shouldTryAgainWithTheNextRepetitionWhenTheRuntimeDoesNotAnswer() {
        logs.broken = true;
        leases.requested(request("lease"));
        assertThat(texts()).containsExactly("The log cannot be read at the moment");

        logs.broken = false;
        leases.requested(request("lease"));
        assertThat(logs.follows).hasSize(1);
    }

    @Test
    void shouldFollowNothingAfterItsEnd() {
        leases.requested(request("lease"));
        leases.close();
        leases.requested(request("another"));

        assertThat(logs.follows).hasSize(1);
        assertThat(logs.follows.getFirst().closed).isTrue();
    }

    private LogsRequested request(String lease, String... secrets) {
        return new LogsRequested(
                lease, "env", "local", "web", 5_000, null, List.of(secrets), now, now.plus(LEASE), false);
    }

    private static LogsRequested ended(LogsRequested request) {
        return new LogsRequested(
                request.leaseId(),
                request.environmentId(),
                request.clusterId(),
                request.serviceId(),
                request.tail(),
                null,
                List.of(),
                request.requestedAt(),
                request.expiresAt(),
                true);
    }

    private List<Line> lines() {
        return written.stream().flatMap(record -> record.lines().stream()).toList();
    }

    private List<String> texts() {
        return lines().stream().map(Line::text).toList();
    }

    private final class FakeFollow {
        private final ServiceKey service;
        private final int count;
        private final Consumer<LogLine> listener;
        private boolean closed;

        private FakeFollow(ServiceKey service, int count, Consumer<LogLine> listener) {
            this.service = service;
            this.count = count;
            this.listener = listener;
        }

        private void write(String text, boolean stderr) {
            listener.accept(new LogLine("web-1", stderr, text, now));
        }
    }

    private final class FakeLogs implements ServiceLogs {

        private final List<FakeFollow> follows = new ArrayList<>();
        private boolean broken;

        @Override
        public CompletionStage<List<LogLine>> last(ServiceKey service, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Handle follow(ServiceKey service, int count, Consumer<LogLine> listener) {
            if (broken) {
                throw new IllegalStateException("no answer");
            }
            FakeFollow follow = new FakeFollow(service, count, listener);
            follows.add(follow);
            return () -> follow.closed = true;
        }
    }

    private record OnlyLogs(ServiceLogs logs) implements ClusterRuntime {

        @Override
        public WorkloadRuntime workloads() {
            throw new UnsupportedOperationException();
        }

        @Override
        public JobRuntime jobs() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RunningWatcher running() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean answers() {
            return true;
        }

        @Override
        public void start() {}

        @Override
        public int releaseEndedBefore(Instant instant) {
            return 0;
        }
    }
}
