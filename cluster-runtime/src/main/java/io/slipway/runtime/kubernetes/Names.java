package io.slipway.runtime.kubernetes;

import io.slipway.events.variable.VariableNames;
import io.slipway.runtime.ServiceKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of what Slipway creates on a cluster: DNS labels that follow from ids alone, so that renaming something moves no
 * volume and creating something twice is a conflict that the cluster reports. What there is, is found by labels.
 */
public final class Names {

    /** What the cluster appends to names of Jobs and StatefulSets has to fit into a label too. */
    public static final int MAX_LENGTH = 52;

    private static final int LABEL = 63;
    private static final int READABLE = 8;
    private static final int HASH = 10;

    private final String prefix;
    private final String instance;

    /**
     * The names of one installation.
     *
     * @param prefix what the names of namespaces begin with
     */
    public Names(String prefix, String instance) {
        this.prefix = label(prefix, LABEL - READABLE - HASH - 2);
        this.instance = instance;
    }

    /** The names that {@code config} wants. */
    public static Names of(KubernetesConfig config) {
        return new Names(config.namespacePrefix(), config.instance());
    }

    /** The namespace of an environment. */
    public String namespace(String environmentId) {
        return prefix + "-" + label(environmentId, READABLE) + "-" + hash(instance, environmentId);
    }

    /** Whether this may be the namespace of an environment; those of other installations may be called alike. */
    public boolean isNamespace(String name) {
        return name.startsWith(prefix + "-");
    }

    /** The Deployment, StatefulSet or CronJob of a service, and what the names of its other objects begin with. */
    public String service(ServiceKey service) {
        return "app-" + label(service.serviceId(), READABLE) + "-"
                + hash(instance, service.environmentId(), service.serviceId());
    }

    /** The record of a service. */
    public String record(ServiceKey service) {
        return service(service) + "-record";
    }

    /** One run of a job. */
    public String job(ServiceKey service, long attempt) {
        return "job-" + label(service.serviceId(), READABLE) + "-"
                + hash(instance, service.environmentId(), service.serviceId()) + "-" + attempt;
    }

    /** One build. */
    public String build(ServiceKey service, long attempt) {
        return "build-" + label(service.serviceId(), READABLE) + "-"
                + hash(instance, service.environmentId(), service.serviceId()) + "-" + attempt;
    }

    /** A volume of a service. */
    public static String volume(String volumeId) {
        return "v-" + label(volumeId, READABLE) + "-" + hash(volumeId);
    }

    /**
     * {@code text} as a DNS label of at most {@code length} characters; one that is cut ends in a hash of the whole, so
     * that two that only differ at the end stay apart.
     */
    public static String dnsLabel(String text, int length) {
        String label = VariableNames.dnsLabel(text);
        if (!Character.isLetter(label.charAt(0))) {
            label = "x" + label;
        }
        return label.length() <= length ? label : label(label, length - HASH - 1) + "-" + hash(text);
    }

    /** A short hash of texts, in hexadecimal digits. */
    public static String hash(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String label(String text, int length) {
        String label = VariableNames.dnsLabel(text);
        return label.length() <= length ? label : label.substring(0, length).replaceAll("-+$", "");
    }
}
