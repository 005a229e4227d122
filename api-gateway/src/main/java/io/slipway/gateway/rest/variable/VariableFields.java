package io.slipway.gateway.rest.variable;

import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.app.catalog.Variables;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields that requests for variables share. */
final class VariableFields {

    static final String BUILT_IN = "BUILT_IN";
    static final List<String> SCOPES = Stream.concat(
                    Arrays.stream(ParentScope.values()).map(Enum::name), Stream.of(BUILT_IN))
            .toList();

    private VariableFields() {}

    static boolean isScope(String text) {
        return SCOPES.contains(text);
    }

    /** Where a variable is to be; nobody can put one among the built-in ones. */
    static ParentScope scope(Body body, String field) {
        return body.requiredEnumeration(field, ParentScope.class);
    }

    static @Nullable String description(Body body) {
        return body.text("description", Limits.SHORT_TEXT);
    }

    static Variables.Extras extras(Body body) {
        Limits.unsupported(body, "secret_manager_access_id");
        return new Variables.Extras(description(body), body.bool("enable_interpolation_in_file", true));
    }

    /** Where a file is to be; null for a variable that is none. */
    static @Nullable String mountPath(Body body) {
        String path = body.text("mount_path", Limits.PATH);
        if (path != null && !Paths.isAbsolute(path)) {
            body.error("mount_path", "must be an absolute path of a file without '..'");
        }
        return path;
    }

    /** So that a bad key is named together with whatever else is wrong. */
    static void checkKey(Body body, String field) {
        String key = body.text(field, Limits.SHORT_TEXT);
        if (key != null && !key.isBlank() && (!VariableNames.isUserKey(key) || key.startsWith("__"))) {
            body.error(
                    field,
                    "must begin with a letter, go on with letters, digits or underscores, and not begin with QOVERY_");
        }
    }
}
