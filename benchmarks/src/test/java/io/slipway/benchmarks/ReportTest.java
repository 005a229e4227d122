package io.slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void shouldSayWhetherATargetWasMet() {
        Report report = new Report(
                "2026-01-01T00:00:00Z",
                2,
                "25",
                List.of(
                        Report.Line.atMost("latency", 4, "ms", 2, 5),
                        Report.Line.atLeast("throughput", 80, "per second", 100),
                        Report.Line.compared("reads", 50, "per second", 20_000)));

        assertThat(report.table().lines().toList())
                .anySatisfy(line -> assertThat(line).contains("latency", "4.00", "2.00", "at most 5.00 ms: met"))
                .anySatisfy(line -> assertThat(line).contains("throughput", "at least 100 per second: NOT met"))
                .anySatisfy(line -> assertThat(line).contains("reads", "20,000", "0.0025"));
    }

    @Test
    void shouldDescribeEnvironmentsOfTheAskedSize() {
        var environment = Driver.environment("0d5cbd7e-0000-4000-8000-000000000000", 3, 8);

        assertThat(environment.stages()).hasSize(3);
        assertThat(environment.services()).hasSize(24);
    }
}
