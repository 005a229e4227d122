package io.slipway.platform.kafka;

import io.slipway.platform.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, so that it can be killed. */
final class BrokerUnderTest {

    private final Process process;
    private final int port;

    private BrokerUnderTest(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static BrokerUnderTest start(Path directory) throws IOException {
        int port = Ports.free();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        directory.toString(),
                        Integer.toString(port),
                        "0"))
                .redirectErrorStream(true)
                .redirectOutput(directory
                        .resolveSibling(directory.getFileName() + ".log")
                        .toFile())
                .start();
        process.getOutputStream().close();
        return new BrokerUnderTest(process, port);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
