package io.slipway.gateway.rest.docs;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What holds for all of the interface. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Slipway API",
                        version = "1.0",
                        description = "Deploys environments stage by stage. Errors have the members timestamp, status,"
                                + " error, message, detail and path; the message of a 400 names every invalid field.",
                        license = @License(name = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "An API token; 'Authorization: Token <token>' does as well")
public class HttpInterface extends Application {}
