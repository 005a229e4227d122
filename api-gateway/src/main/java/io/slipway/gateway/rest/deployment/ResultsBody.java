package io.slipway.gateway.rest.deployment;

import java.util.List;

/** How the contract answers lists. */
record ResultsBody<T>(List<T> results) {}
