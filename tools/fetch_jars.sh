#!/bin/sh
# Copies the jars listed in tools/jars/*.xml into .cache/jars/NAME by Maven, and a Java 21 or newer into
# .cache/java where the machine has none. What is there already and unchanged is left alone.
set -eu

cache=$(pwd)/.cache
copy=org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies

fetch() {
    list=$1
    folder=$cache/jars/$(basename "$list" .xml)
    cmp -s "$list" "$folder/.complete" && return
    echo "jars: fetching $(basename "$list" .xml)"
    rm -rf "$folder"
    mvn -q -B -f "$list" "$copy" -DincludeScope=runtime "-DoutputDirectory=$folder"
    cp "$list" "$folder/.complete"
}

for list in tools/jars/*.xml; do
    fetch "$list" || { echo "jars: once more" >&2; fetch "$list"; }
done

has_new_java() {
    .venv/bin/python -c 'import sys; sys.path.insert(0, "tests/support"); import jars; jars.java(21)' 2>/dev/null
}

if ! has_new_java; then
    echo "jars: fetching a Java runtime of version 21 or newer"
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target "$cache/java" -r requirements/java.txt
fi
