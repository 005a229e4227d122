#!/bin/sh
# Starts MariaDB under the contract of the MySQL image that this one stands in for: MYSQL_ROOT_PASSWORD (or
# MYSQL_ALLOW_EMPTY_PASSWORD, MYSQL_RANDOM_ROOT_PASSWORD), MYSQL_DATABASE, MYSQL_USER, MYSQL_PASSWORD. Whatever is not
# the server is just run.
set -eu

case "${1:-mysqld}" in
    -*) set -- mysqld "$@" ;;
esac
if [ $# -eq 0 ]; then
    set -- mysqld
fi
case "$1" in
    mysqld | mariadbd) shift ;;
    *) exec "$@" ;;
esac
data=/var/lib/mysql
if [ "$(id -u)" = 0 ]; then
    chown -R mysql:mysql "$data"
    exec su -p -s /bin/sh -- mysql "$0" mysqld "$@"
fi

# quoted TEXT: as an SQL string
quoted() {
    printf "'"
    printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e "s/'/''/g"
    printf "'"
}

if [ ! -e "$data/.initialised" ]; then
    root=${MYSQL_ROOT_PASSWORD:-}
    if [ -z "$root" ] && [ -n "${MYSQL_RANDOM_ROOT_PASSWORD:-}" ]; then
        root=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    elif [ -z "$root" ] && [ -z "${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ]; then
        echo 'Error: the database is not initialised and MYSQL_ROOT_PASSWORD is not set.' >&2
        exit 1
    fi
    # What an initialisation that was killed half-way has left.
    find "$data" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal \
        --skip-test-db > /tmp/install.log 2>&1 || { cat /tmp/install.log >&2; exit 1; }
    {
        echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');"
        echo 'FLUSH PRIVILEGES;'
        echo "ALTER USER root@localhost IDENTIFIED BY $(quoted "$root");"
        echo "CREATE USER root@'%' IDENTIFIED BY $(quoted "$root");"
        echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
        if [ -n "${MYSQL_DATABASE:-}" ]; then
            echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;"
        fi
        if [ -n "${MYSQL_USER:-}" ] && [ "${MYSQL_USER:-}" != root ]; then
            echo "CREATE USER $(quoted "$MYSQL_USER")@'%' IDENTIFIED BY $(quoted "${MYSQL_PASSWORD:-}");"
            if [ -n "${MYSQL_DATABASE:-}" ]; then
                echo "GRANT ALL ON \`$MYSQL_DATABASE\`.* TO $(quoted "$MYSQL_USER")@'%';"
            fi
        fi
    } > /tmp/init.sql
    mariadbd --no-defaults --datadir="$data" --bootstrap < /tmp/init.sql
    rm -f /tmp/init.sql
    touch "$data/.initialised"
fi

exec mariadbd --no-defaults --datadir="$data" --bind-address=0.0.0.0 --port=3306 --skip-name-resolve \
    --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/mysqld.pid "$@"
