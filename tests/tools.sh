#!/bin/sh
# Install what the tests use beside Python: a browser and PostgreSQL. Without root or network they are skipped by name.
set -u
# axe-core (Deque Systems, MPL 2.0) is fetched and never kept here; the test that runs it knows its sum.
AXE=4.14.1
if [ ! -f .venv/axe/axe.min.js ]; then
    mkdir -p .venv/axe
    (command -v npm && cd .venv/axe && npm pack --silent "axe-core@$AXE" &&
        tar -xzf "axe-core-$AXE.tgz" --strip-components=1 package/axe.min.js) >/dev/null 2>&1 ||
        echo "could not fetch axe-core $AXE with npm; the pages are tried without it" >&2
fi
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
# The same engine without windows takes half the time; where it can't be had, the tests use the whole one.
command -v chromium-headless-shell >/dev/null 2>&1 || missing="$missing chromium-headless-shell"
command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "not installed:$missing (needs root and apt-get); the tests that want them are skipped or take longer" >&2
    exit 0
fi
echo "installing for the tests:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
for one in $missing; do
    apt-get install -y -qq --no-install-recommends "$one" >/dev/null 2>&1 ||
        echo "could not install $one; the tests that want it are skipped or take longer" >&2
done
exit 0
