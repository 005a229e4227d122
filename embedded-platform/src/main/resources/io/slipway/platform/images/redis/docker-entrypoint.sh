#!/bin/sh
# Starts Redis under the contract of the image that this one stands in for. Whatever is not the server is just run.
set -eu

case "${1:-redis-server}" in
    -* | *.conf) set -- redis-server "$@" ;;
esac
if [ $# -eq 0 ]; then
    set -- redis-server
fi
if [ "$1" != redis-server ]; then
    exec "$@"
fi
if [ "$(id -u)" = 0 ]; then
    chown -R redis:redis /data
    exec su -p -s /bin/sh -- redis "$0" "$@"
fi
shift
case "${1:-}" in
    *.conf) exec redis-server "$@" ;;
    *) exec redis-server --protected-mode no "$@" ;;
esac
