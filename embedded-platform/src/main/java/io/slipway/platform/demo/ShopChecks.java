package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.terminal.Screen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What has to be true of the shop once it is deployed. */
final class ShopChecks {

    private static final String ITEMS = "4";
    private static final String NAME = "Slipway's shop";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SlipwayClient client;
    private final CreatedSample shop;
    private final Screen screen;
    private final Reach reach;

    ShopChecks(SlipwayClient client, CreatedSample shop, Screen screen, Reach reach) {
        this.client = client;
        this.shop = shop;
        this.screen = screen;
        this.reach = reach;
    }

    /** Addresses of the services that are reachable from outside, by name. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (CreatedSample.Service service : shop.services().values()) {
            switch (service.type()) {
                case APPLICATION, CONTAINER ->
                    address(service).ifPresent(address -> addresses.put(service.name(), address));
                case JOB, DATABASE -> {
                    // Not reachable from outside.
                }
            }
        }
        return addresses;
    }

    /** The job's output variables as the interface shows them: value by name, secrets without one. */
    Map<String, Optional<String>> outputs() {
        CreatedSample.Service job = shop.service("prepare");
        String prefix = "QOVERY_OUTPUT_JOB_" + job.shortId() + "_";
        Map<String, Optional<String>> outputs = new LinkedHashMap<>();
        for (JsonNode variable : client.variables("JOB", job.id())) {
            String key = variable.path("key").asText();
            if (key.startsWith(prefix)) {
                boolean secret = variable.path("is_secret").asBoolean();
                require(
                        !secret || variable.path("value").isNull(),
                        "The interface shows the value of the secret output " + key);
                outputs.put(
                        key.substring(prefix.length()),
                        secret
                                ? Optional.empty()
                                : Optional.of(variable.path("value").asText()));
            }
        }
        return outputs;
    }

    void run() {
        checkOutputs();
        try (Web web = new Web()) {
            require(web.get(addressOf("front")).contains(NAME), "front does not show the project's variable SHOP_NAME");
            passed("front answers and shows the project's variable");
            checkCatalog(SlipwayClient.parse(web.get(addressOf("catalog") + "/cgi-bin/items")));
            checkOrders(SlipwayClient.parse(web.get(addressOf("orders") + "/cgi-bin/variables")));
            JsonNode cart = SlipwayClient.parse(web.get(addressOf("cart") + "/cgi-bin/variables"));
            expect("cart", cart, "LOG_LEVEL", "debug");
            expect("cart", cart, "CURRENCY", "CHF");
            passed("cart has the environment's LOG_LEVEL and its own override of the project's CURRENCY");
            require(
                    web.get(addressOf("search") + "/cgi-bin/file").equals("[shop]\nopen = 09:00\nclose = 18:00\n"),
                    "search was not given the file of SHOP_CONFIG");
            passed("search has the FILE variable at its path");
        }
    }

    /** The outputs as soon as there are so many: they and the status of the environment come by topics of their own. */
    private Map<String, Optional<String>> outputs(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, Optional<String>> outputs = outputs();
            if (outputs.size() >= count || System.nanoTime() > deadline) {
                return outputs;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("Interrupted");
            }
        }
    }

    private void checkOutputs() {
        Map<String, Optional<String>> expected = Map.of(
                "ITEM_TABLE",
                Optional.of("items"),
                "ITEM_COUNT",
                Optional.of(ITEMS),
                "APP_USER",
                Optional.of("shop_app"),
                "APP_PASSWORD",
                Optional.empty());
        Map<String, Optional<String>> outputs = outputs(expected.size());
        require(outputs.equals(expected), "The job's outputs are not as expected: " + outputs);
        List<String> keys = new ArrayList<>();
        client.variables("ENVIRONMENT", shop.environmentId())
                .forEach(variable -> keys.add(variable.path("key").asText()));
        String consoleKey = "QOVERY_OUTPUT_JOB_" + shop.service("prepare").keyId() + "_ITEM_COUNT";
        require(
                keys.containsAll(List.of("ITEM_COUNT", "APP_PASSWORD", consoleKey)),
                "The outputs have no aliases in the environment: " + keys);
        passed("the environment has the job's outputs under their three names, the secret one without its value");
    }

    private void checkCatalog(JsonNode items) {
        require(
                items.path("user").asText().equals("shop_app")
                        && items.path("items").asText().equals(ITEMS),
                "catalog could not read the table as the job's user: " + items);
        passed("catalog reads the database with the user and the secret password that the job wrote");
    }

    private void checkOrders(JsonNode orders) {
        CreatedSample.Service job = shop.service("prepare");
        expect("orders", orders, "ITEM_TABLE", "items");
        expect("orders", orders, "QOVERY_OUTPUT_JOB_" + job.shortId() + "_ITEM_COUNT", ITEMS);
        expect("orders", orders, "QOVERY_OUTPUT_JOB_" + job.keyId() + "_ITEM_COUNT", ITEMS);
        passed("orders has the outputs by alias and by full name");
        expect("orders", orders, "GREETING", NAME + " sells " + ITEMS + " things from items");
        passed("orders has its interpolation: " + orders.path("GREETING").asText());
        expect("orders", orders, "LOG_LEVEL", "trace");
        expect("orders", orders, "CURRENCY", "EUR");
        passed("orders has its own LOG_LEVEL over the environment's and the project's");
        String secret = shop.secrets().getOrDefault("PAYMENT_KEY", "");
        expect("orders", orders, "PAYMENT_KEY", sha256(secret));
        passed("orders has the environment's secret (compared by hash)");
    }

    private String addressOf(String name) {
        return address(shop.service(name))
                .map(reach::from)
                .orElseThrow(() -> new DemoFailure(name + " has no address"));
    }

    private Optional<String> address(CreatedSample.Service service) {
        List<JsonNode> links =
                SlipwayClient.results(client.get("/" + service.type().path() + "/" + service.id() + "/link"));
        return links.stream()
                .map(link -> link.path("url").asText().replaceFirst("/+$", ""))
                .filter(url -> !url.isEmpty())
                .findFirst();
    }

    private static void expect(String service, JsonNode variables, String key, String value) {
        String actual = variables.path(key).asText("(missing)");
        require(actual.equals(value), service + " has " + key + " = " + actual + " instead of " + value);
    }

    private void passed(String what) {
        screen.line("  ok  " + what);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new DemoFailure(otherwise);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
