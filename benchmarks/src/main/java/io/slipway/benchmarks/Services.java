package io.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the services from their jars, as processes of their own. */
final class Services {

    private final Path root;
    private final Path work;
    private final Clients clients;

    /**
     * Services of the checkout {@code root} that work with the broker of {@code clients}.
     *
     * @param work where logs and state go
     */
    Services(Path root, Path work, Clients clients) {
        this.root = root;
        this.work = work;
        this.clients = clients;
    }

    Path work() {
        return work;
    }

    Clients clients() {
        return clients;
    }

    /** Starts a service with further settings ({@code name=value}). */
    ChildProcess start(String name, String... settings) throws IOException {
        Path jar = root.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing: build the project first (./slipway bench does)");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dkafka.bootstrap.servers=" + clients.bootstrapServers(),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dslipway.instance-id=" + name + "-bench",
                "-Dslipway.streams.state-dir=" + work.resolve(name + "-state")));
        for (String setting : settings) {
            arguments.add("-D" + setting);
        }
        arguments.add("-jar");
        arguments.add(jar.toString());
        return ChildProcess.start(name, work, arguments);
    }
}
