package io.slipway.gateway.db.token;

import io.slipway.gateway.app.token.Ownership;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Goes straight to the pool: it precedes requests. */
@ApplicationScoped
class OwnershipDb implements Ownership {

    private static final String PROJECT = "select organization_id from project where id = $1";
    private static final String ENVIRONMENT = "select organization_id from environment where id = $1";
    private static final String SERVICE =
            "select e.organization_id from service s join environment e on e.id = s.environment_id where s.id = $1";
    private static final String STAGE =
            "select e.organization_id from stage s join environment e on e.id = s.environment_id where s.id = $1";
    private static final String VARIABLE = "select coalesce(e.organization_id, p.organization_id) from variable v"
            + " left join environment e on e.id = v.environment_id left join project p on p.id = v.project_id"
            + " where v.id = $1";
    private static final String REQUEST = "select e.organization_id from deployment_request r"
            + " join environment e on e.id = r.environment_id where r.id = cast($1 as uuid)::text";
    private static final String PARENT = PROJECT + " union all " + ENVIRONMENT + " union all " + SERVICE;

    private final Pool pool;

    @Inject
    OwnershipDb(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<UUID>> organizationOf(Kind kind, UUID id) {
        return pool.preparedQuery(query(kind)).execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                return Optional.ofNullable(row.getUUID(0));
            }
            return Optional.empty();
        });
    }

    private static String query(Kind kind) {
        return switch (kind) {
            case PROJECT -> PROJECT;
            case ENVIRONMENT -> ENVIRONMENT;
            case SERVICE -> SERVICE;
            case STAGE -> STAGE;
            case VARIABLE -> VARIABLE;
            case REQUEST -> REQUEST;
            case PARENT -> PARENT;
        };
    }
}
