package io.slipway.gateway.rest.docs;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.security.Needs;
import io.slipway.gateway.rest.security.WithoutToken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** Tells of each operation which role it needs at least, as {@code x-slipway-role}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class NeededRoles implements OASFilter {

    private static final String ROLE = "x-slipway-role";

    private final Map<String, Role> declared = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    public NeededRoles(IndexView index) {
        for (AnnotationInstance each :
                index.getAnnotations(org.eclipse.microprofile.openapi.annotations.Operation.class)) {
            MethodInfo method = each.target().asMethod();
            String id = each.value("operationId").asString();
            AnnotationInstance needs = method.annotation(Needs.class);
            if (needs != null) {
                declared.put(id, Role.valueOf(needs.value().asEnum()));
            }
            if (method.hasAnnotation(WithoutToken.class)) {
                open.add(id);
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        document.getPaths()
                .getPathItems()
                .values()
                .forEach(item -> item.getOperations().forEach(this::tell));
    }

    private void tell(HttpMethod method, Operation operation) {
        String id = operation.getOperationId();
        if (!open.contains(id)) {
            Role standard = method == HttpMethod.GET ? Role.VIEWER : Role.DEVOPS;
            operation.addExtension(ROLE, declared.getOrDefault(id, standard).name());
        }
    }
}
