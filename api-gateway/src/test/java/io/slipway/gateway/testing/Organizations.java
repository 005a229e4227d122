package io.slipway.gateway.testing;

import io.slipway.gateway.domain.token.TokenText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Organizations beside the one that {@link GatewayResources#TOKEN} belongs to. */
public final class Organizations {

    private Organizations() {}

    /** Makes one; gives the token of its owner. */
    public static String create(DataSource dataSource, UUID id) throws SQLException {
        String token = "slipway_owner-" + UUID.randomUUID();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement organization = connection.prepareStatement(
                        "insert into organization (id, name, name_key, created_at, updated_at)"
                                + " values (?, ?, ?, now(), now())");
                PreparedStatement owner = connection.prepareStatement(
                        "insert into api_token (id, organization_id, name, name_key, hash, created_by, created_at,"
                                + " updated_at, role) values (?, ?, 'owner', 'owner', ?, 'test', now(), now(), 'OWNER')")) {
            organization.setObject(1, id);
            organization.setString(2, id.toString());
            organization.setString(3, id.toString());
            organization.executeUpdate();
            owner.setObject(1, UUID.randomUUID());
            owner.setObject(2, id);
            owner.setBytes(3, TokenText.hash(token));
            owner.executeUpdate();
        }
        return token;
    }
}
