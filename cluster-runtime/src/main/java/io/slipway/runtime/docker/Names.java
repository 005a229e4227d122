package io.slipway.runtime.docker;

import io.slipway.events.variable.VariableNames;
import io.slipway.runtime.ServiceKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of what Slipway creates on an engine. They follow from ids, so that creating something twice is a conflict that
 * the engine reports; what there is, is found by labels, never by name.
 */
public final class Names {

    private static final int READABLE = 30;
    private static final int HASH = 10;

    private final String instance;

    /** The names of one installation. */
    public Names(String instance) {
        this.instance = instance;
    }

    /** The network of an environment. */
    public String network(String environmentId) {
        return "slipway-" + hash(environmentId);
    }

    /** A volume of a service. */
    public String volume(ServiceKey service, String volumeId) {
        return "slipway-" + hash(service.environmentId(), service.serviceId()) + "-" + label(volumeId);
    }

    /** One instance of a service that runs, as this attempt creates it. */
    public String workload(ServiceKey service, String name, long attempt, int index) {
        return container(service, name) + "-a" + attempt + "-" + index;
    }

    /** One try of a job's run. */
    public String job(ServiceKey service, String name, long attempt, int number) {
        return container(service, name) + "-job" + attempt + "-" + number;
    }

    /** The holder of a schedule, as this attempt creates it. */
    public String schedule(ServiceKey service, String name, long attempt) {
        return container(service, name) + "-cron" + attempt;
    }

    private String container(ServiceKey service, String name) {
        return "slipway-" + label(name) + "-" + hash(service.environmentId(), service.serviceId());
    }

    private static String label(String text) {
        String label = VariableNames.dnsLabel(text);
        return label.length() <= READABLE ? label : label.substring(0, READABLE).replaceAll("-+$", "");
    }

    private String hash(String... ids) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(instance.getBytes(StandardCharsets.UTF_8));
            for (String id : ids) {
                digest.update((byte) 0);
                digest.update(id.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
