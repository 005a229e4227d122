package io.slipway.gateway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.List;

/** Holds every response of the suite against the contract, where that is there. */
final class ContractFilter implements Filter {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        Contract.beside()
                .ifPresent(contract -> contract.operation(
                                request.getMethod(),
                                URI.create(request.getURI()).getPath())
                        .ifPresent(operation -> check(contract, operation, response)));
        return response;
    }

    private static void check(Contract contract, Contract.Operation operation, Response response) {
        List<String> problems = contract.problems(operation, response.statusCode(), json(response));
        if (!problems.isEmpty()) {
            throw new AssertionError(operation.id() + " answered " + response.statusCode()
                    + " with what the contract does not allow:\n  " + String.join("\n  ", problems) + "\n"
                    + response.asString());
        }
    }

    private static JsonNode json(Response response) {
        String text = response.asString();
        if (text.isBlank()) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return null;
        }
    }
}
