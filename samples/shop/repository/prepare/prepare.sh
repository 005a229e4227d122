#!/bin/sh
# The shop's lifecycle job. Argument: start, stop or delete.
set -eu

event=$1
echo "lifecycle event: $event (action $QOVERY_JOB_ACTION of job $QOVERY_JOB_NAME)"
export PGHOST="$DB_HOST" PGPORT="$DB_PORT" PGDATABASE="$DB_NAME" PGUSER="$DB_USER" PGPASSWORD="$DB_PASSWORD"
export PGCONNECT_TIMEOUT=3

sql() {
    psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

await_database() {
    tries=$1
    while ! sql -c 'select 1' > /dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 1
    done
}

start() {
    await_database 30 || { echo "the database does not answer" >&2; exit 1; }
    sql << 'END'
create table if not exists items (id int primary key, name text not null, price numeric(8, 2) not null);
create table if not exists lifecycle (at timestamptz not null default now(), event text not null);
insert into items values (1, 'anchor', 120.00), (2, 'rope', 14.50), (3, 'sextant', 310.00), (4, 'lantern', 42.90)
    on conflict (id) do nothing;
insert into lifecycle (event) values ('START');
do $$
begin
    if not exists (select from pg_roles where rolname = 'shop_app') then
        create role shop_app login;
    end if;
end
$$;
grant select on items to shop_app;
END
    password=$(od -An -N18 -tx1 /dev/urandom | tr -d ' \n')
    # The statement goes in through standard input: arguments can be seen by everybody on the machine.
    printf "alter role shop_app password '%s';\n" "$password" | sql
    count=$(sql -c 'select count(*) from items')
    mkdir -p /qovery-output
    cat > /qovery-output/qovery-output.json << END
{
  "ITEM_TABLE": {"sensitive": false, "value": "items"},
  "ITEM_COUNT": {"sensitive": false, "value": $count, "type": "number"},
  "APP_USER": {"sensitive": false, "value": "shop_app"},
  "APP_PASSWORD": {"sensitive": true, "value": "$password"}
}
END
    echo "seeded $count items and made the user shop_app"
}

stop() {
    await_database 10 || { echo "the database does not answer" >&2; exit 1; }
    sql -c "insert into lifecycle (event) values ('STOP')"
    echo "lifecycle so far: $(sql -c "select string_agg(event, ' ' order by at) from lifecycle")"
}

delete() {
    if await_database 2; then
        sql -c 'drop owned by shop_app; drop role shop_app; drop table items, lifecycle'
        echo "dropped the tables and the user"
    else
        echo "the database is stopped already: nothing to drop"
    fi
}

case "$event" in
    start | stop | delete) "$event" ;;
    *) echo "unknown event: $event" >&2; exit 2 ;;
esac
