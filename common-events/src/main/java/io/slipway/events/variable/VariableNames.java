package io.slipway.events.variable;

import io.slipway.events.spec.DatabaseSpec;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The rules by which variables are named, after the public REST contract. */
public final class VariableNames {

    private static final Pattern USER_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final String RESERVED_PREFIX = "QOVERY_";

    private VariableNames() {}

    /** Whether people (and jobs, for their outputs) may give a variable this key. */
    public static boolean isUserKey(String key) {
        return USER_KEY.matcher(key).matches() && !key.startsWith(RESERVED_PREFIX);
    }

    /** First segment of a UUID as it is written, for example {@code a1b2c3d4}. */
    public static String shortId(String id) {
        int dash = id.indexOf('-');
        return dash < 0 ? id : id.substring(0, dash);
    }

    /** {@code Z} and the first segment in upper case, as built-in keys carry it. */
    public static String keyId(String id) {
        return "Z" + shortId(id).toUpperCase(Locale.ROOT);
    }

    /** Key of the variable that a job's output becomes: {@code QOVERY_OUTPUT_JOB_a1b2c3d4_NAME}. */
    public static String output(String jobId, String name) {
        return "QOVERY_OUTPUT_JOB_" + shortId(jobId) + "_" + name;
    }

    /** The form of the same key that existing consoles look for: {@code QOVERY_OUTPUT_JOB_ZA1B2C3D4_NAME}. */
    public static String outputConsoleAlias(String jobId, String name) {
        return "QOVERY_OUTPUT_JOB_" + keyId(jobId) + "_" + name;
    }

    /** Id of the variable that a job's output becomes: the same at each run, so that aliases of it stay valid. */
    public static String outputVariableId(String jobId, String name) {
        return nameBased("output:" + jobId + ":" + name);
    }

    /** Key of a built-in of a service, for example {@code QOVERY_APPLICATION_ZA1B2C3D4_HOST_INTERNAL}. */
    public static String ofService(String type, String serviceId, String suffix) {
        return RESERVED_PREFIX + type + "_" + keyId(serviceId) + "_" + suffix;
    }

    /** Id of a built-in variable: name-based, so that it never changes. */
    public static String builtInId(String ownerId, String key) {
        return nameBased("built-in:" + ownerId + ":" + key);
    }

    /** DNS name of an application or container inside its environment: {@code app-z<short id>-<name>}. */
    public static String webHostname(String serviceId, String name) {
        return limited("app-z" + shortId(serviceId) + "-" + dnsLabel(name));
    }

    /** DNS name of a database inside its environment: {@code z<short id>-postgresql}. */
    public static String databaseHostname(String serviceId, DatabaseSpec.Engine type) {
        return limited("z" + shortId(serviceId) + "-" + type.lowerCase());
    }

    /** {@code name} as a DNS label (RFC 1123): lower case, other characters become dashes. */
    public static String dnsLabel(String name) {
        String label =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return label.isEmpty() ? "x" : label;
    }

    private static String limited(String label) {
        return label.length() <= 63 ? label : label.substring(0, 63).replaceAll("-+$", "");
    }

    private static String nameBased(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
