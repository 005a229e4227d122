package io.slipway.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.kit.config.KitConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** The topics of the Kafka example for Kubernetes are those that the services would make. */
class TopicManifestTest {

    private static final Path FILE = Path.of("../k8s/kafka/topics.yaml");
    private static final String COMMAND =
            "mvn -pl service-kit -am test -Dtest=TopicManifestTest -Dslipway.regenerate=true";

    @Test
    void shouldBeUpToDate() throws IOException {
        String generated = manifest();
        if (Boolean.getBoolean("slipway.regenerate")) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.readString(FILE)).as("write it anew with: %s", COMMAND).isEqualTo(generated);
    }

    private static String manifest() {
        List<NewTopic> topics = TopicInitializer.topics(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(KitConfig.class)
                .withDefaultValue("slipway.kafka.partitions", "12")
                .withDefaultValue("slipway.kafka.replication-factor", "3")
                .build()
                .getConfigMapping(KitConfig.class));
        return "# Generated from TopicCatalog. A test fails when this is out of date and tells how to write it anew.\n"
                + topics.stream().map(TopicManifestTest::resource).collect(Collectors.joining("---\n"));
    }

    private static String resource(NewTopic topic) {
        StringBuilder text =
                new StringBuilder("""
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata:
                  name: %s
                  namespace: kafka
                  labels:
                    strimzi.io/cluster: slipway
                spec:
                  partitions: %d
                  replicas: %d
                  config:
                """.formatted(topic.name(), topic.numPartitions(), topic.replicationFactor()));
        new TreeMap<>(topic.configs()).forEach((key, value) -> text.append("    %s: %s\n".formatted(key, value)));
        return text.toString();
    }
}
