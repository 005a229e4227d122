package io.slipway.deploy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
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
        leases.requested(new LogsRequested(
                "lease", "env", "local", "web", 100, since, List.of(), List.of(), now, now.plus(LEASE), false));
        FakeFollow follow = logs.follows.getFirst();
        follow.listener.accept(new LogLine("web-1", false, "known", since));
        follow.listener.accept(new LogLine("web-1", false, "new", since.plusNanos(1)));
        leases.tick();

        assertThat(texts()).containsExactly("new");
    }

    @Test
    void shouldSayWhenLinesBetweenTheReadersPlaceAndTheOldestThatIsReadMayBeMissing() {
        Instant since = now.minusSeconds(100);
        now = now.plusSeconds(1);
        leases.requested(new LogsRequested(
                "lease", "env", "local", "web", 10, since, null, List.of(), now, now.plus(LEASE), false));
        FakeFollow follow = logs.follows.getFirst();
        assertThat(follow.count).as("as many as there may be").isEqualTo(100);
        follow.listener.accept(new LogLine("known", false, "known", since));
        for (int i = 0; i < 100; i++) {
            follow.listener.accept(new LogLine("known", false, "known " + i, since.plusMillis(i + 1)));
            follow.listener.accept(new LogLine("cut", false, "cut " + i, since.plusMillis(i + 1)));
            follow.listener.accept(new LogLine("live", false, "live " + i, now.plusMillis(i)));
        }
        leases.tick();

        assertThat(texts().stream().filter(text -> text.startsWith("Of ")))
                .containsExactly("Of cut only the last 100 lines are there: earlier ones are left out");
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
    void shouldTellWhatTheReaderWantsAndNotCountTheRest() {
        leases.requested(filtered(List.of(
                new LineFilter(Subject.TEXT, Match.CONTAINS, false, "wanted"),
                new LineFilter(Subject.TEXT, Match.FINDS, true, "not +wanted"),
                new LineFilter(Subject.LEVEL, Match.EQUALS, false, "error"),
                new LineFilter(Subject.INSTANCE, Match.MATCHES, false, "web-.*"))));
        FakeFollow follow = logs.follows.getFirst();
        IntStream.range(0, 10_000).forEach(i -> follow.write("noise " + i, true));
        follow.write("wanted", true);
        follow.write("not  wanted", true);
        follow.write("wanted, but said elsewhere", false);
        follow.listener.accept(new LogLine("api-1", true, "wanted, but of another", now));
        leases.tick();

        assertThat(follow.count).as("they may be few among the others").isEqualTo(100);
        assertThat(texts()).containsExactly("wanted");
    }

    @Test
    void shouldNotBeASearchForSecrets() {
        leases.requested(
                filtered(List.of(new LineFilter(Subject.TEXT, Match.CONTAINS, false, "hunt")), "enc(hunter2)"));
        logs.follows.getFirst().write("password=hunter2", false);
        logs.follows.getFirst().write("on the hunt", false);
        leases.tick();

        assertThat(texts()).containsExactly("on the hunt");
    }

    @Test
    void shouldSayThatAFilterMakesNoSense() {
        leases.requested(filtered(List.of(new LineFilter(Subject.TEXT, Match.FINDS, false, "("))));

        assertThat(logs.follows).isEmpty();
        assertThat(texts()).singleElement().asString().startsWith("The log is not shown: '('");
    }

    @Test
    void shouldTellWhichVersionWroteALine() {
        leases.requested(request("lease"));
        logs.follows.getFirst().listener.accept(new LogLine("web-1", false, "one", now).by("1.4"));
        leases.tick();

        assertThat(lines()).extracting(Line::version).containsExactly("1.4");
    }

    @Test
    void shouldTellAQuietLogWhileAnotherOneIsTooMuchAndKeepOnlySoMuchOfThat() {
        leases.requested(request("loud"));
        leases.requested(request("quiet"));
        ack = new CompletableFuture<>();
        // Ten seconds of 10,000 lines while nothing of it is taken.
        for (int second = 0; second < 10; second++) {
            IntStream.range(0, 10_000).forEach(i -> logs.follows.getFirst().write("line " + i, false));
            logs.follows.getLast().write("quiet " + second, false);
            now = now.plusSeconds(1);
            leases.requested(request("loud"));
            leases.requested(request("quiet"));
            leases.tick();
        }
        ack.complete(null);
        for (int tick = 0; tick < 10; tick++) {
            leases.tick();
        }

        assertThat(lines("quiet")).extracting(Line::text).hasSize(10).endsWith("quiet 9");
        assertThat(lines("loud").stream().filter(line -> line.severity() != Severity.NOTE))
                .hasSize(50 + 9 * 10);
        long leftOut = lines("loud").stream()
                .filter(line -> line.severity() == Severity.NOTE)
                .mapToLong(line ->
                        Long.parseLong(line.text().substring(0, line.text().indexOf(' '))))
                .sum();
        assertThat(leftOut).isEqualTo(100_000 - 50 - 9 * 10);
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
                lease, "env", "local", "web", 5_000, null, List.of(), List.of(secrets), now, now.plus(LEASE), false);
    }

    private LogsRequested filtered(List<LineFilter> filters, String... secrets) {
        return new LogsRequested(
                "lease", "env", "local", "web", 10, null, filters, List.of(secrets), now, now.plus(LEASE), false);
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
                List.of(),
                request.requestedAt(),
                request.expiresAt(),
                true);
    }

    private List<Line> lines() {
        return written.stream().flatMap(record -> record.lines().stream()).toList();
    }

    private List<Line> lines(String lease) {
        return written.stream()
                .filter(record -> record.leaseId().equals(lease))
                .flatMap(record -> record.lines().stream())
                .toList();
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
