package io.slipway.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.kit.config.KitConfig;
import io.slipway.testkit.TestBroker;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Topics are made while the broker is still busy with others. */
class TopicInitializerIT {

    @Test
    void shouldEndWhenTheBrokerKnowsTheTopics() throws Exception {
        KitConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(KitConfig.class)
                .build()
                .getConfigMapping(KitConfig.class);
        try (TestBroker broker = TestBroker.start("topics")) {
            Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(settings)) {
                List<NewTopic> others = IntStream.range(0, 100)
                        .mapToObj(i -> new NewTopic("other-" + i, 4, (short) 1))
                        .toList();
                admin.createTopics(others).all().get();

                new TopicInitializer(new KafkaClients(settings, config, "test"), config).onStart(new StartupEvent());

                List<String> topics =
                        TopicCatalog.all().stream().map(TopicDescriptor::name).toList();
                assertThat(admin.describeTopics(topics).allTopicNames().get()).containsOnlyKeys(topics);
            }
        }
    }
}
