package io.slipway.gateway.input;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What the database holds, as fingerprints of its tables. */
final class State {

    /** Written from topics or by the outbox's relay, at any time, and not by requests alone. */
    private static final Set<String> MOVING = Set.of(
            "flyway_schema_history",
            "outbox",
            "environment_feed",
            "deployment",
            "deployment_service",
            "deployment_log",
            "pending_output",
            "deployed_service");

    private State() {}

    /** The fingerprint of each table. */
    static Map<String, String> of(DataSource dataSource) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (tables.next()) {
                    state.put(tables.getString(1), "");
                }
            }
            state.keySet().removeAll(MOVING);
            for (Map.Entry<String, String> table : state.entrySet()) {
                // The two columns move by themselves: when a token was used, how far a request has come.
                try (ResultSet rows =
                        statement.executeQuery("select count(*) || ' ' || coalesce(md5(string_agg(row, '|'"
                                + " order by row)), '') from (select (to_jsonb(t) - 'last_used_at' - 'outcome')::text as row"
                                + " from " + table.getKey() + " t) as each")) {
                    rows.next();
                    table.setValue(rows.getString(1));
                }
            }
        }
        return state;
    }
}
