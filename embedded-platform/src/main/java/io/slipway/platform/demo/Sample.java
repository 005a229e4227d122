package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.platform.client.ServiceType;
import io.slipway.platform.client.SlipwayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An environment described in {@code sample.json}: the services with the request bodies of the REST interface, and the
 * variables with their scopes. {@link #create} makes it through that interface.
 */
public final class Sample {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z]+)(?::([a-z0-9-]+))?}");
    private static final int RANDOM_BYTES = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final JsonNode description;

    private Sample(Path directory, JsonNode description) {
        this.directory = directory;
        this.description = description;
    }

    /** The sample in {@code directory}. */
    public static Sample load(Path directory) {
        Path file = directory.resolve("sample.json");
        try {
            return new Sample(directory, JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Name of the project that it belongs to. */
    public String projectName() {
        return description.path("project").asText();
    }

    /** Name of the environment. */
    public String environmentName() {
        return description.path("environment").path("name").asText();
    }

    /** Images that have to be there before it can be built and deployed. */
    public List<String> images() {
        return StreamSupport.stream(description.path("images").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Content of its git repository. */
    public Path repositorySources() {
        return directory.resolve(description.path("repository").asText());
    }

    /** Names of the services, in the order of the description. */
    public List<String> serviceNames() {
        return StreamSupport.stream(description.path("services").spliterator(), false)
                .map(service -> service.path("body").path("name").asText())
                .toList();
    }

    /**
     * Creates project, environment, services and variables.
     *
     * @param repositoryUrl address of the git repository made from {@link #repositorySources()}
     * @param projectName name of the project, which must not exist yet
     */
    public CreatedSample create(SlipwayClient client, String repositoryUrl, String projectName) {
        return new Creation(client, repositoryUrl).run(projectName);
    }

    private final class Creation {

        private final SlipwayClient client;
        private final String repositoryUrl;
        private final Map<String, String> owners = new LinkedHashMap<>();
        private final Map<String, CreatedSample.Service> services = new LinkedHashMap<>();
        private final Map<String, String> secrets = new LinkedHashMap<>();
        private String registryId = "";

        Creation(SlipwayClient client, String repositoryUrl) {
            this.client = client;
            this.repositoryUrl = repositoryUrl;
        }

        CreatedSample run(String projectName) {
            String organizationId = client.organizationId();
            registryId = client.registryId(organizationId);
            String projectId = SlipwayClient.id(client.createProject(organizationId, projectName));
            owners.put("project", projectId);
            String environmentId = SlipwayClient.id(client.createEnvironment(
                    projectId,
                    environmentName(),
                    description.path("environment").path("mode").asText()));
            owners.put("environment", environmentId);
            for (JsonNode service : description.path("services")) {
                createService(environmentId, service);
            }
            for (JsonNode variable : description.path("variables")) {
                createVariable(variable);
            }
            return new CreatedSample(projectId, environmentId, services, secrets);
        }

        private void createService(String environmentId, JsonNode service) {
            ServiceType type = ServiceType.valueOf(service.path("type").asText());
            String name = service.path("body").path("name").asText();
            JsonNode body = SlipwayClient.parse(filled(service.path("body").toString()));
            String id = SlipwayClient.id(client.createService(type, environmentId, body));
            owners.put(name, id);
            services.put(name, new CreatedSample.Service(id, name, type));
        }

        private void createVariable(JsonNode variable) {
            String on = variable.path("on").asText();
            String owner = ownerId(on);
            String key = variable.path("key").asText();
            if (variable.has("alias_of")) {
                client.createAlias(
                        variableId(
                                scope(on),
                                owner,
                                filled(variable.path("alias_of").asText())),
                        scope(on),
                        owner,
                        key);
                return;
            }
            String value = filled(variable.path("value").asText());
            boolean secret = variable.path("secret").asBoolean();
            if (secret) {
                secrets.put(key, value);
            }
            if (variable.path("override").asBoolean()) {
                client.createOverride(variableId(scope(on), owner, key), scope(on), owner, value);
                return;
            }
            client.createVariable(
                    scope(on),
                    owner,
                    key,
                    value,
                    secret,
                    variable.has("mount_path") ? variable.path("mount_path").asText() : null);
        }

        private String variableId(String scope, String owner, String key) {
            return client.variables(scope, owner).stream()
                    .filter(variable -> variable.path("key").asText().equals(key))
                    .findFirst()
                    .map(SlipwayClient::id)
                    .orElseThrow(() -> new IllegalStateException("No variable " + key + " is visible to the "
                            + scope.toLowerCase(Locale.ROOT) + " " + owner));
        }

        private String scope(String on) {
            CreatedSample.Service service = services.get(on);
            return service == null
                    ? on.toUpperCase(Locale.ROOT)
                    : service.type().name();
        }

        private String ownerId(String on) {
            String id = owners.get(on);
            if (id == null) {
                throw new IllegalStateException(
                        "sample.json speaks of " + on + ", which is none of " + owners.keySet());
            }
            return id;
        }

        private String filled(String text) {
            Matcher matcher = PLACEHOLDER.matcher(text);
            return matcher.replaceAll(found ->
                    Matcher.quoteReplacement(value(found.group(1), found.group(2) == null ? "" : found.group(2))));
        }

        private String value(String name, String argument) {
            return switch (name) {
                case "repository" -> repositoryUrl;
                case "registry" -> registryId;
                case "random" -> random();
                case "short" -> shortId(ownerId(argument));
                case "key" -> "Z" + shortId(ownerId(argument)).toUpperCase(Locale.ROOT);
                default -> throw new IllegalStateException("sample.json has an unknown placeholder: " + name);
            };
        }

        private static String shortId(String id) {
            return id.substring(0, id.indexOf('-'));
        }

        private static String random() {
            byte[] bytes = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
