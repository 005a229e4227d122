package io.slipway.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.kit.Samples;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KafkaDeploymentLogTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final FakePublisher publisher = new FakePublisher();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final KafkaDeploymentLog log = new KafkaDeploymentLog(
            publisher, new EventFactory("test", Clock.fixed(NOW, ZoneOffset.UTC), () -> "id"), metrics);

    @Test
    void shouldGiveEachLineOfAWriterATimeOfItsOwn() {
        line("svc-1", Source.BUILD, "one");
        line("svc-1", Source.BUILD, "two");
        line("svc-2", Source.BUILD, "other service");
        line("svc-1", Source.WORKLOAD, "other source");

        assertThat(publisher.lines)
                .extracting(DeploymentLogLine::at)
                .containsExactly(NOW, NOW.plusNanos(1_000), NOW, NOW);
        assertThat(publisher.lines).extracting(DeploymentLogLine::attempt).containsOnly(5L);
        assertThat(publisher.keys).containsOnly("env-1");
    }

    @Test
    void shouldLeaveLinesOutThatComeTooFastAndSayHowMany() {
        for (int i = 0; i < 10_003; i++) {
            line("svc-1", Source.BUILD, "line");
        }
        assertThat(publisher.lines).hasSize(10_000);
        assertThat(metrics.counter("slipway.deployment.log.lines.dropped").count())
                .isEqualTo(3);

        publisher.acknowledgeAll();
        line("svc-1", Source.BUILD, "calm again");

        assertThat(publisher.lines.get(10_000).message()).startsWith("3 lines left out");
        assertThat(publisher.lines.get(10_000).level()).isEqualTo(Level.WARNING);
        assertThat(publisher.lines.get(10_001).message()).isEqualTo("calm again");
    }

    @Test
    void shouldCutALineThatIsTooLong() {
        line("svc-1", Source.BUILD, "x".repeat(20_000));

        assertThat(publisher.lines.getFirst().message()).hasSizeLessThan(17_000).endsWith("… (3616 characters more)");
    }

    @Test
    void shouldBeFlushedWhenAllLinesAreWrittenOrLost() {
        assertThat(log.flush().toCompletableFuture()).isCompleted();
        line("svc-1", Source.BUILD, "one");
        line("svc-1", Source.BUILD, "two");
        CompletableFuture<Void> flushed = log.flush().toCompletableFuture();

        publisher.pending.get(1).completeExceptionally(new IllegalStateException("too large"));
        assertThat(flushed).isNotDone();
        publisher.pending.get(0).complete(null);

        assertThat(flushed).isCompleted();
    }

    private void line(String service, Source source, String message) {
        log.line(Samples.step(service, 5), source, Level.INFO, message);
    }

    private static final class FakePublisher implements EventPublisher {

        private final List<DeploymentLogLine> lines = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private final List<CompletableFuture<Void>> pending = new ArrayList<>();

        @Override
        public <T> CompletionStage<Void> publish(TopicDescriptor<T> topic, String key, Event<T> event) {
            assertThat(topic).isEqualTo(TopicCatalog.DEPLOYMENT_LOG);
            keys.add(key);
            lines.add((DeploymentLogLine) event.data());
            CompletableFuture<Void> written = new CompletableFuture<>();
            pending.add(written);
            return written;
        }

        @Override
        public CompletionStage<Void> forget(TopicDescriptor<?> topic, String key) {
            throw new UnsupportedOperationException();
        }

        private void acknowledgeAll() {
            pending.forEach(written -> written.complete(null));
            pending.clear();
        }
    }
}
