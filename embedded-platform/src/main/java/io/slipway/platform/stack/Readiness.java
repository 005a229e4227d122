package io.slipway.platform.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.platform.kafka.EmbeddedKafka;
import io.slipway.platform.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks components whether they are ready. */
final class Readiness {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final Installation installation;
    private final PortPlan ports;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    Readiness(Installation installation, PortPlan ports) {
        this.installation = installation;
        this.ports = ports;
    }

    /** Why {@code component} is not ready; empty if it is. */
    Optional<String> obstacle(Component component) {
        return switch (component) {
            case POSTGRESQL -> connects(ports.of(component)) ? Optional.empty() : Optional.of("no connection");
            case KAFKA -> brokerObstacle();
            default -> serviceObstacle(component);
        };
    }

    private Optional<String> brokerObstacle() {
        boolean started = RunningProcess.recordedIn(EmbeddedKafka.pidFile(installation.data(Component.KAFKA)))
                .filter(RunningProcess::isAlive)
                .isPresent();
        return started && connects(ports.of(Component.KAFKA)) ? Optional.empty() : Optional.of("starting");
    }

    private Optional<String> serviceObstacle(Component service) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.of(service) + "/q/health/ready"))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK ? Optional.empty() : Optional.of(failedChecks(response.body()));
        } catch (IOException e) {
            return Optional.of("does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private String failedChecks(String health) {
        try {
            List<String> down = new ArrayList<>();
            for (JsonNode check : json.readTree(health).path("checks")) {
                if ("DOWN".equals(check.path("status").asText())) {
                    down.add(check.path("name").asText());
                }
            }
            return down.isEmpty() ? "not ready" : "not ready: " + String.join(", ", down);
        } catch (IOException e) {
            return "not ready";
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
