package io.slipway.platform.cli;

import io.slipway.platform.process.PlatformException;
import picocli.CommandLine.Command;

/** {@code slipway bench}: the launcher script runs it; this is its place in the help. */
@Command(
        name = "bench",
        description = "Measure throughput and latency, as a table and as JSON. Further arguments go to the benchmark.")
final class BenchCommand implements Runnable {

    @Override
    public void run() {
        throw new PlatformException("Run ./slipway bench from the checkout.");
    }
}
