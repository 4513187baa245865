#!/bin/sh
# Builds into dist/ a wheel for this kind of machine whose reading of documents mypyc has compiled, and unpacks
# it into $1 for tests and benchmarks. Needs a C compiler and Python's header files.
set -eu

unpacked=$1
bin=$PWD/.venv/bin
fail() {
    printf 'compiled: %s\n' "$*" >&2
    exit 1
}

headers=$("$bin/python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
command -v cc >/dev/null || fail "no C compiler found. On Debian or Ubuntu: apt-get install gcc libc6-dev"
[ -f "$headers/Python.h" ] || fail "no header files of Python in $headers. On Debian or Ubuntu: apt-get install python3-dev"

# mypyc writes beside the sources; those of a source distribution are a copy.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/hatchling" build -t sdist -d "$work" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
echo "compiled: this takes a minute or two"
HATCH_BUILD_HOOK_ENABLE_MYPYC=1 PATH="$bin:$PATH" "$bin/pip" wheel --quiet --disable-pip-version-check --no-deps \
    --no-build-isolation --no-cache-dir --wheel-dir "$work/wheel" "$work"/zhize-*.tar.gz
rm -rf "$unpacked"
"$bin/python" -m zipfile -e "$work"/wheel/zhize-*.whl "$unpacked"
mkdir -p dist
cp "$work"/wheel/zhize-*.whl dist
echo "compiled: dist/$(cd "$work/wheel" && ls)"
