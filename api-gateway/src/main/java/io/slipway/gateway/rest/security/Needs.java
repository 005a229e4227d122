package io.slipway.gateway.rest.security;

import io.slipway.gateway.domain.token.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The role that an operation needs. Without it, reading needs {@code VIEWER} and everything else {@code DEVOPS}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {

    /** The least role that may do it. */
    Role value();
}
