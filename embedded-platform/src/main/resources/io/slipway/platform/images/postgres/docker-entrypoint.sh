#!/bin/sh
# Starts PostgreSQL under the contract of the image that this one stands in for: POSTGRES_USER, POSTGRES_PASSWORD,
# POSTGRES_DB, POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD (each also as ..._FILE), PGDATA, and
# /docker-entrypoint-initdb.d. Whatever is not the server is just run.
set -eu

case "${1:-postgres}" in
    -*) set -- postgres "$@" ;;
esac
if [ $# -eq 0 ]; then
    set -- postgres
fi
if [ "$1" != postgres ]; then
    exec "$@"
fi

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA"
    chmod 700 "$PGDATA"
    exec su -p -s /bin/sh -- postgres "$0" "$@"
fi
export HOME=/var/lib/postgresql

# value NAME DEFAULT: of $NAME or of the file that $NAME_FILE names
value() {
    eval "direct=\${$1:-} file=\${$1_FILE:-}"
    # shellcheck disable=SC2154 # assigned by eval
    if [ -n "$file" ]; then
        cat "$file"
    else
        printf '%s' "${direct:-$2}"
    fi
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=$(value POSTGRES_USER postgres)
    password=$(value POSTGRES_PASSWORD '')
    database=$(value POSTGRES_DB "$user")
    method=$(value POSTGRES_HOST_AUTH_METHOD '')
    if [ -z "$password" ] && [ "$method" != trust ]; then
        echo 'Error: the database is not initialised and POSTGRES_PASSWORD is not set.' >&2
        exit 1
    fi
    # What an initialisation that was killed half-way has left.
    find "$PGDATA" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    pwfile=$(mktemp)
    printf '%s\n' "$password" > "$pwfile"
    # shellcheck disable=SC2086 # a list of arguments
    if [ -n "$password" ]; then
        initdb --username="$user" --pwfile="$pwfile" ${POSTGRES_INITDB_ARGS:-}
    else
        initdb --username="$user" ${POSTGRES_INITDB_ARGS:-}
    fi
    rm -f "$pwfile"
    printf '\nhost all all all %s\n' "${method:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

    # Not on the network yet, so that nobody takes it for ready.
    pg_ctl -D "$PGDATA" -o "-c listen_addresses= -p 5432" -w start
    export PGPASSWORD="$password" PGUSER="$user"
    if [ "$database" != postgres ]; then
        psql -v ON_ERROR_STOP=1 --no-password --dbname postgres --set db="$database" << 'END'
CREATE DATABASE :"db";
END
    fi
    export PGDATABASE="$database"
    for script in /docker-entrypoint-initdb.d/*; do
        case "$script" in
            *.sh) sh "$script" ;;
            *.sql) psql -v ON_ERROR_STOP=1 --no-password -f "$script" ;;
            *.sql.gz) gunzip -c "$script" | psql -v ON_ERROR_STOP=1 --no-password ;;
        esac
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
    unset PGPASSWORD PGUSER PGDATABASE
fi

exec "$@"
