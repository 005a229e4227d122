package io.slipway.kit.kafka;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives each channel's consumer a group instance id of its own, {@code <slipway.instance-id>-<channel>}: after a crash
 * the restarted service takes its partitions back at once instead of waiting for the dead member's session to end. All
 * channels of a service share the group, so the instance id alone would make them fence each other off.
 */
@ApplicationScoped
class StaticMembership implements ClientCustomizer<Map<String, Object>> {

    private final String instanceId;

    StaticMembership(@ConfigProperty(name = "slipway.instance-id") String instanceId) {
        this.instanceId = instanceId;
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> settings) {
        if (!settings.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            return settings;
        }
        Map<String, Object> customized = new HashMap<>(settings);
        customized.putIfAbsent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId + "-" + channel);
        return customized;
    }
}
