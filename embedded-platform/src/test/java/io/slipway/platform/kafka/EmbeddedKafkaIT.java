package io.slipway.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    private static final String TOPIC = "numbers";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void shouldKeepRecordsWhenStoppedAndStartedAgain() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory, 0)) {
            createTopic(first.bootstrapServers());
            produce(first.bootstrapServers(), 0, 10);
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(directory, 0)) {
            produce(second.bootstrapServers(), 10, 5);
            assertThat(consume(second.bootstrapServers(), 15)).hasSize(15);
        }
    }

    @Test
    void shouldKeepAcknowledgedRecordsWhenKilled() throws Exception {
        BrokerUnderTest first = BrokerUnderTest.start(directory);
        createTopic(first.bootstrapServers());
        produce(first.bootstrapServers(), 0, 200);
        first.kill();

        BrokerUnderTest second = BrokerUnderTest.start(directory);
        try {
            produce(second.bootstrapServers(), 200, 1);
            List<String> expected = new ArrayList<>();
            for (int n = 0; n <= 200; n++) {
                expected.add(Integer.toString(n));
            }
            assertThat(consume(second.bootstrapServers(), 201)).isEqualTo(expected);
        } finally {
            second.kill();
        }
    }

    @Test
    void shouldCommitTransactions() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createTopic(kafka.bootstrapServers());
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "tx-1"),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "k", "dropped")).get(120, TimeUnit.SECONDS);
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "k", "kept")).get(120, TimeUnit.SECONDS);
                producer.commitTransaction();
            }
            assertThat(consume(kafka.bootstrapServers(), 1)).containsExactly("kept");
        }
    }

    @Test
    void shouldStartOnAHalfFormattedDirectory() throws Exception {
        Files.createDirectories(directory.resolve("data.new/__cluster_metadata-0"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get(120, TimeUnit.SECONDS))
                    .hasSize(1);
        }
    }

    @Test
    void shouldRecordItsProcessAndForgetItWhenStopped() {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        assertThat(EmbeddedKafka.pidFile(directory)).exists();

        kafka.close();

        assertThat(EmbeddedKafka.pidFile(directory)).doesNotExist();
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(120, TimeUnit.SECONDS);
        }
    }

    private static void produce(String bootstrapServers, int from, int count) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int n = from; n < from + count; n++) {
                producer.send(new ProducerRecord<>(TOPIC, "k", Integer.toString(n)))
                        .get(120, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> consume(String bootstrapServers, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
