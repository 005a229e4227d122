package io.slipway.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentWatchTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private FakeGateway gateway;
    private SlipwayClient client;
    private DeploymentWatch watch;

    @BeforeEach
    void start() throws Exception {
        gateway = new FakeGateway();
        client = gateway.client();
        watch = new DeploymentWatch(
                client,
                "e-1",
                Map.of("s-1", "cart"),
                Screen.plain(new PrintStream(output, true, StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void shouldFollowTheStreamAndShowEachChange() {
        gateway.stream = Optional.of(event("BUILDING") + event("DEPLOYING") + event("DEPLOYED"));
        gateway.statuses.add(Optional.of(status("DEPLOYED")));

        Optional<Snapshot> last = watch.until(Snapshot::isFinal, Duration.ofMinutes(2));

        assertThat(last).map(Snapshot::state).contains("DEPLOYED");
        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("cart").endsWith("BUILDING"),
                        line -> assertThat(line).contains("cart").endsWith("DEPLOYING"),
                        line -> assertThat(line).contains("cart").endsWith("DEPLOYED"));
    }

    @Test
    void shouldAskWhereThereIsNoStream() {
        gateway.statuses.add(Optional.of(status("BUILDING")));
        gateway.statuses.add(Optional.of(status("DEPLOYED")));

        Optional<Snapshot> last = watch.until(Snapshot::isFinal, Duration.ofMinutes(2));

        assertThat(last).map(Snapshot::state).contains("DEPLOYED");
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("asking instead");
    }

    @Test
    void shouldGoOnAskingWhenTheStreamBreaksOff() {
        gateway.stream = Optional.of(event("BUILDING"));
        gateway.statuses.add(Optional.of(status("DEPLOYED")));

        assertThat(watch.until(Snapshot::isFinal, Duration.ofMinutes(2)))
                .map(Snapshot::state)
                .contains("DEPLOYED");
    }

    @Test
    void shouldSeeThatTheEnvironmentIsGone() {
        gateway.stream = Optional.of(event("DELETING"));
        gateway.statuses.add(Optional.of(status("DELETING")));
        gateway.statuses.add(Optional.empty());

        assertThat(watch.until(Snapshot::isFinal, Duration.ofMinutes(2))).isEmpty();
    }

    @Test
    void shouldGiveUpInTheEnd() {
        gateway.statuses.add(Optional.of(status("BUILDING")));

        // Its time is over as soon as it has seen something, however long that takes.
        Duration patience = Duration.ofMinutes(5);
        AtomicLong passed = new AtomicLong();
        DeploymentWatch hasty = new DeploymentWatch(
                client,
                "e-1",
                Map.of(),
                Screen.plain(new PrintStream(output, true, StandardCharsets.UTF_8)),
                passed::get);

        assertThatThrownBy(() -> hasty.until(
                        snapshot -> {
                            passed.addAndGet(patience.toNanos());
                            return snapshot.isFinal();
                        },
                        patience))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("BUILDING")
                .hasMessageContaining("after 300 s");
    }

    private static String event(String state) {
        return "data: " + status(state) + "\n\n";
    }

    private static String status(String state) {
        return ("{\"environment\":{\"state\":\"%s\",\"last_deployment_id\":\"d\"},\"stages\":[{\"stage\":{\"name\":\"s\"},"
                        + "\"applications\":[{\"id\":\"s-1\",\"state\":\"%s\"}]}]}")
                .formatted(state, state);
    }
}
