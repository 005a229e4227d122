#!/bin/sh
# Makes rootfs.tar from Debian packages, without root and without running anything that is in them:
# busybox as shell and tools, the named packages, and the libraries that these need.
#
# usage: rootfs.sh WORK_DIRECTORY [PACKAGE...]
#   WORK_DIRECTORY/overlay   is laid over the result (optional)
#   PACKAGE may be postgresql=VERSION
#   EXCLUDE                  extended regular expression of packages to leave out
#   PRUNE                    paths inside the result to delete, separated by spaces
set -eu

work=$1
shift
root=$work/rootfs
debs=$work/debs
rm -rf "$root" "$debs"
mkdir -p "$root" "$debs"

for tool in apt-get apt-cache dpkg-deb tar; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: this needs Debian or Ubuntu" >&2; exit 1; }
done

# A fresh machine may not have the lists of packages yet.
if ! apt-cache show busybox-static > /dev/null 2>&1; then
    apt-get update -q
fi

# postgresql 15: the packages of PostgreSQL 15, or of the version that this distribution has
postgresql() {
    version=$1
    if ! apt-cache show "postgresql-$version" > /dev/null 2>&1; then
        version=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
        echo "PostgreSQL $1 is not in this distribution; $version takes its place" >&2
    fi
    echo "postgresql-$version postgresql-client-$version"
}

case "${1:-}" in
    postgresql=*)
        # shellcheck disable=SC2046 # two words
        set -- $(postgresql "${1#postgresql=}")
        ;;
esac

closure() {
    [ $# -eq 0 ] && return
    apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
        --no-enhances "$@" | grep -E '^[a-z0-9]' | sort -u > "$work/closure"
    {
        printf '%s\n' libc-bin "$@"
        grep -E '^lib|^zlib1g|^tzdata$' "$work/closure" | grep -v -E -- '-perl$|:' \
            | grep -v -E "^(libelogind0|libllvm|libperl|libz3|libdebian-installer|libpam-modules|libnewt|libslang|libtextwrap|libsemanage|libsepol|libdb5|libgdbm|libc-l10n|libpython)${EXCLUDE:+|$EXCLUDE}"
    } | sort -u
}

packages="busybox-static $(closure "$@" | tr '\n' ' ')"
echo "packages: $packages"

download() (
    cd "$debs"
    # shellcheck disable=SC2086 # a list of words
    apt-get download -q $packages
)
download || { apt-get update -q && download; }

# One /usr, as every current release has it; then libraries are found wherever a package puts them.
for directory in bin sbin lib lib64; do
    mkdir -p "$root/usr/$directory"
    ln -s "usr/$directory" "$root/$directory"
done
for deb in "$debs"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink --no-same-owner -C "$root"
done

# Only what has no program of its own already.
busybox=$root/bin/busybox
"$busybox" --list | while read -r applet; do
    [ -e "$root/usr/bin/$applet" ] || [ -e "$root/usr/sbin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
done

mkdir -p "$root/etc" "$root/root" "$root/tmp" "$root/run" "$root/var/tmp" "$root/proc" "$root/sys" "$root/dev"
[ -e "$root/var/run" ] || ln -s /run "$root/var/run"
chmod 1777 "$root/tmp" "$root/var/tmp"
cat > "$root/etc/passwd" << 'END'
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
END
cat > "$root/etc/group" << 'END'
root:x:0:
nogroup:x:65534:
END
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"

if [ -d "$work/overlay" ]; then
    cp -R "$work/overlay/." "$root/"
fi
rm -rf "$root"/usr/share/doc "$root"/usr/share/man "$root"/usr/share/locale "$root"/usr/share/info \
    "$root"/usr/share/lintian "$root"/usr/share/bug
for path in ${PRUNE:-}; do
    # shellcheck disable=SC2086 # a pattern
    rm -rf "$root"/$path
done

tar -c --numeric-owner --owner=0 --group=0 -C "$root" -f "$work/rootfs.tar" .
rm -rf "$root" "$debs"
