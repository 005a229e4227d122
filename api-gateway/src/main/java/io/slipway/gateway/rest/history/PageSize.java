package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.error.ApiException;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code pageSize}. */
final class PageSize {

    private static final int STANDARD = 20;
    private static final int MAX = 100;

    private PageSize() {}

    static int of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return STANDARD;
        }
        try {
            int size = Integer.parseInt(text.strip());
            if (size >= 1 && size <= MAX) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Answered below like a number out of range.
        }
        throw new ApiException.Invalid("pageSize", "must be a whole number between 1 and " + MAX);
    }
}
