#!/bin/sh
# Makes the virtual environment in $1 from the lock file and installs zhize into it, editable.
# PYTHON names the interpreter; without it the newest of python3.11 and up that is found is taken.
set -eu

venv=$1
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "zhize needs Python 3.11 or newer; found ${PYTHON:-python3}: $("${PYTHON:-python3}" --version 2>&1 || true)." \
        "Install one, or name it: make setup PYTHON=/path/to/python3"
}

# Debian ships Python without the part that puts pip into a virtual environment.
need_venv() {
    python=$1
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "setup: $python cannot make virtual environments yet: installing $package" >&2
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$package" >/dev/null && return
    fi
    fail "$python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install $package; then run make again"
}

python=$(find_python)
need_venv "$python"
if ! [ -x "$venv/bin/pip" ] || ! is_new_enough "$venv/bin/python"; then
    echo "setup: making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
echo "setup: installing the packages of requirements/dev.txt (the first time takes a minute or two)"
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --use-pep517 -r requirements/dev.txt
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
