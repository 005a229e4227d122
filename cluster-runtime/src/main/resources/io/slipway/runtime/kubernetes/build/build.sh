# Runs in the pod of a build: sh build.sh DOCKERFILE MIRROR <arguments of buildctl build>
set -u
work=/slipway/work
dockerfile=$1
mirror=$2
shift 2

until [ -f "$work/context.tar" ]; do sleep 0.2; done
mkdir "$work/context"
tar -xf "$work/context.tar" -C "$work/context" || { echo 'slipway: the build context cannot be unpacked'; exit 90; }
rm "$work/context.tar"
file=$work/context/$dockerfile

# Docker's own frontend is part of BuildKit: it need not be fetched from a registry that may be out of reach.
if head -n 30 "$file" | grep -qiE '^#[[:space:]]*syntax[[:space:]]*=[[:space:]]*(docker\.io/)?docker/dockerfile(:1(\.[0-9]+)*)?[[:space:]]*$'; then
  set -- "$@" --opt cmdline=docker/dockerfile
fi

# Base images without a registry's host come from the mirror.
if [ -n "$mirror" ]; then
  for image in $(awk 'toupper($1) == "FROM" {
      i = 2
      while ($i ~ /^--/) i++
      if (!(tolower($i) in stages)) print $i
      if (toupper($(i + 1)) == "AS") stages[tolower($(i + 2))] = 1
    }' "$file"); do
    case $image in
      scratch | *\$* | *\"*) continue ;;
    esac
    case $image in
      */*)
        case ${image%%/*} in
          *.* | *:* | localhost) continue ;;
        esac
        ;;
    esac
    name=${image#library/}
    set -- "$@" --opt "context:${name%:latest}=docker-image://$mirror/$image"
  done
fi

# A node that does not let BuildKit run without root is told from one on which BuildKit is slow to start.
if [ "$(id -u)" -ne 0 ] && ! why=$(rootlesskit true 2>&1); then
  echo "slipway: not without root: $(echo "$why" | head -n 1)"
  exit 91
fi

buildctl-daemonless.sh build "$@" --progress=plain --metadata-file "$work/metadata.json" 2>&1
code=$?
if [ "$code" -eq 0 ]; then
  tr ',' '\n' <"$work/metadata.json" \
    | sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' | head -n 1 >/dev/termination-log
fi
exit "$code"
