package io.slipway.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.Contract;
import io.slipway.gateway.testing.Contract.Operation;
import io.slipway.gateway.testing.GatewayResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the gateway's own description of its interface against the public contract. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class ContractIT {

    /** Operations of the contract that the gateway does not have. Nothing is added here; it only gets shorter. */
    private static final Set<String> MISSING = Set.of();

    /**
     * Required here and optional in the contract: without them there is nothing to do, so that leaving them out is
     * answered with a 400 that says so.
     */
    private static final Set<String> STRICTER = Set.of(
            "jobs.id",
            "createJob.source",
            "createJob.schedule",
            "editJob.source",
            "editJob.schedule",
            "liveness_probe.type",
            "readiness_probe.type");

    /** A variable is never made among the built-in ones, and of services there are fewer kinds. */
    private static final Set<String> OTHER_SCOPES = Set.of("AGENTIC_WORKFLOW", "BUILT_IN", "HELM", "TERRAFORM");

    /** Values of the contract that mean nothing here, by field; they are refused. */
    private static final Map<String, Set<String>> FEWER = Map.of(
            "variable_scope", OTHER_SCOPES,
            "alias_scope", OTHER_SCOPES,
            "override_scope", OTHER_SCOPES,
            "scope", OTHER_SCOPES);

    /** Refusals of the contract that cannot happen here: no body is read, or nothing is named. */
    private static final Set<String> NEVER_REFUSED =
            Set.of("listOrganization 404", "uninstallApplication 400", "uninstallContainer 400", "uninstallJob 400");

    /** Required in the contract and optional here: a port without an id is new, and HTTP without a protocol. */
    private static final Set<String> LOOSER = Set.of("editApplication.ports.id", "editApplication.ports.protocol");

    private Contract contract;
    private Map<String, JsonNode> own;
    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        assumeTrue(Contract.beside().isPresent(), "the contract is not beside the checkout: nothing to compare with");
        contract = Contract.beside().orElseThrow();
        document = new ObjectMapper().readTree(Api.get("/q/openapi?format=json").asString());
        own = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> own.put(Operation.key(method.getKey(), path.getKey()), method.getValue())));
    }

    @Test
    void shouldHaveEveryOperation() {
        Set<String> missing = new TreeSet<>();
        contract.operations().values().stream()
                .filter(operation -> !own.containsKey(operation.key()))
                .forEach(operation -> missing.add(operation.id()));
        missing.forEach(id -> System.out.println("missing operation: " + id));

        assertThat(missing).isEqualTo(new TreeSet<>(MISSING));
    }

    @Test
    void shouldNameOperationsAsTheContractDoes() {
        List<String> different = new ArrayList<>();
        each((operation, mine) -> {
            String name = mine.path("operationId").asText();
            if (!name.equals(operation.id())) {
                different.add(operation.id() + " is named " + name);
            }
        });

        assertThat(different).isEmpty();
    }

    @Test
    void shouldAnswerWithTheContractsSuccessCodes() {
        List<String> different = new ArrayList<>();
        each((operation, mine) -> {
            Set<String> wanted = successes(operation.node());
            Set<String> found = successes(mine);
            if (!wanted.equals(found)) {
                different.add(operation.id() + " answers " + found + ", not " + wanted);
            }
        });

        assertThat(different).isEmpty();
    }

    @Test
    void shouldTellOfTheContractsRefusals() {
        List<String> different = new ArrayList<>();
        each((operation, mine) -> {
            Set<String> wanted = codes(operation.node());
            wanted.removeIf(code -> !code.startsWith("4") || NEVER_REFUSED.contains(operation.id() + " " + code));
            wanted.removeAll(codes(mine));
            if (!wanted.isEmpty()) {
                different.add(operation.id() + " does not tell of " + wanted);
            }
        });

        assertThat(different).isEmpty();
    }

    @Test
    void shouldTakeTheContractsQueryParameters() {
        List<String> different = new ArrayList<>();
        each((operation, mine) -> {
            Set<String> found = parameters(mine);
            for (JsonNode parameter : operation.node().path("parameters")) {
                JsonNode declared = contract.resolve(parameter);
                String name = declared.path("name").asText();
                boolean optional = !declared.path("required").asBoolean();
                if (declared.path("in").asText().equals("query")
                        && !found.contains(name)
                        && !(optional && IGNORED_PARAMETERS.contains(name))) {
                    different.add(operation.id() + " does not take " + name);
                }
            }
        });

        assertThat(different).isEmpty();
    }

    /** Hints that have no meaning here. They are accepted and change nothing. */
    private static final Set<String> IGNORED_PARAMETERS = Set.of("skipReconcile", "applyImmediately", "toUpdate");

    @Test
    void shouldRequireTheSameFieldsAndKnowTheSameNames() {
        List<String> different = new ArrayList<>();
        each((operation, mine) -> {
            JsonNode wanted = body(operation.node());
            JsonNode found = body(mine);
            if (!wanted.isMissingNode()
                    && !properties(wanted, contract::resolve).isEmpty()) {
                if (found.isMissingNode()) {
                    different.add(operation.id() + " does not describe its body");
                } else {
                    compare(operation.id(), wanted, found, different, 0);
                }
            }
        });

        assertThat(different).isEmpty();
    }

    private void compare(String at, JsonNode wantedSchema, JsonNode foundSchema, List<String> different, int depth) {
        Map<String, JsonNode> wanted = properties(wantedSchema, contract::resolve);
        Map<String, JsonNode> found = properties(foundSchema, this::resolve);
        Set<String> mandatory = new TreeSet<>(required(wantedSchema, contract::resolve));
        mandatory.retainAll(wanted.keySet());
        mandatory.removeIf(name -> LOOSER.contains(at + "." + name));
        Set<String> here = new TreeSet<>(required(foundSchema, this::resolve));
        here.removeIf(name -> STRICTER.contains(at.substring(at.lastIndexOf('.') + 1) + "." + name));
        if (!mandatory.equals(here)) {
            different.add(at + " requires " + here + ", not " + mandatory);
        }
        wanted.forEach((name, schema) -> {
            JsonNode mine = found.get(name);
            Set<String> values = values(contract.resolve(schema));
            if (mine != null && !values.isEmpty()) {
                Set<String> known = values(resolve(mine));
                Set<String> refused = new TreeSet<>(values);
                refused.removeAll(known);
                if (!values.containsAll(known) || !refused.equals(FEWER.getOrDefault(name, Set.of()))) {
                    different.add(at + "." + name + " knows " + known + ", not " + values);
                }
            }
            JsonNode items = contract.resolve(schema).path("items");
            if (mine != null && depth < 3 && !items.isMissingNode()) {
                JsonNode mineItems = resolve(mine).path("items");
                if (!properties(items, contract::resolve).isEmpty()
                        && !properties(mineItems, this::resolve).isEmpty()) {
                    compare(at + "." + name, items, mineItems, different, depth + 1);
                }
            }
            if (mine != null
                    && depth < 3
                    && !properties(schema, contract::resolve).isEmpty()) {
                compare(at + "." + name, schema, mine, different, depth + 1);
            }
        });
    }

    private void each(java.util.function.BiConsumer<Operation, JsonNode> check) {
        contract.operations().values().stream()
                .filter(operation -> own.containsKey(operation.key()))
                .sorted(java.util.Comparator.comparing(Operation::id))
                .forEach(operation -> check.accept(operation, own.get(operation.key())));
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.hasNonNull("$ref")) {
            resolved = document.at(resolved.get("$ref").textValue().substring(1));
        }
        // How a nullable reference is written in OpenAPI 3.1.
        for (String keyword : List.of("anyOf", "oneOf")) {
            for (JsonNode alternative : resolved.path(keyword)) {
                if (alternative.has("$ref")) {
                    return resolve(alternative);
                }
            }
        }
        return resolved;
    }

    private static JsonNode body(JsonNode operation) {
        return operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private static Set<String> successes(JsonNode operation) {
        Set<String> codes = codes(operation);
        codes.removeIf(code -> !code.startsWith("2"));
        return codes;
    }

    private static Set<String> codes(JsonNode operation) {
        Set<String> codes = new TreeSet<>();
        operation.path("responses").fieldNames().forEachRemaining(codes::add);
        return codes;
    }

    private static Set<String> parameters(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    private static Map<String, JsonNode> properties(
            JsonNode reference, java.util.function.UnaryOperator<JsonNode> resolve) {
        JsonNode schema = resolve.apply(reference);
        Map<String, JsonNode> properties = new TreeMap<>();
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
        schema.path("allOf").forEach(part -> properties.putAll(properties(part, resolve)));
        return properties;
    }

    private static Set<String> required(JsonNode reference, java.util.function.UnaryOperator<JsonNode> resolve) {
        JsonNode schema = resolve.apply(reference);
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("allOf").forEach(part -> required.addAll(required(part, resolve)));
        return required;
    }

    private static Set<String> values(JsonNode schema) {
        Set<String> values = new TreeSet<>();
        StreamSupport.stream(schema.path("enum").spliterator(), false)
                .filter(JsonNode::isTextual)
                .forEach(value -> values.add(value.textValue()));
        schema.path("allOf").forEach(part -> values.addAll(values(part)));
        return values;
    }
}
