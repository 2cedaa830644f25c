#!/bin/sh
# Build the wheel, install it with its pinned dependencies into an empty environment, and run an office from it.
set -eu
python=$1
rm -rf dist
mkdir dist
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
"$python" -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
"$room/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps dist/roviec-*.whl
mkdir "$room/office"
cd "$room/office"
"$room/venv/bin/roviec" init
"$room/venv/bin/roviec" doctor || test $? = 1
"$room/venv/bin/roviec" backup --nightly
du -sh "$room/venv" | cut -f1
du -s --block-size=M "$room"/venv/lib/python3*/site-packages/* | sort -rn | head -12
