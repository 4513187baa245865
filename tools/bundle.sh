#!/bin/sh
# Writes dist/bundle: wheels for Windows on x64 and Linux on x64 and ARM64, for an installation without a
# network. PYTHONS names the versions of Python that it is for. Needs the network itself.
set -eu

bin=.venv/bin
target=dist/bundle
pythons=${PYTHONS:-3.11 3.12 3.13}

rm -rf "$target"
mkdir -p "$target/wheels"
$bin/hatchling build -t wheel >/dev/null
cp "$(ls -t dist/zhize-*.whl | head -n 1)" "$target/wheels"

fetch() {
    python=$1 system=$2 machine=$3
    shift 3
    echo "bundle: Python $python, $system $machine"
    wanted=$target/wanted-$python-$system-$machine.txt
    $bin/python tools/bundle_wanted.py "$python" "$system" "$machine" >"$wanted"
    set -- $(printf -- '--platform %s ' "$@")
    $bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$target/wheels" \
        --find-links "$target/wheels" --implementation cp --python-version "$python" "$@" -r "$wanted"
    rm "$wanted"
}

# What is published as source only, and is plain Python, becomes a wheel here.
$bin/python tools/bundle_wanted.py --source | while read -r pinned; do
    $bin/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$target/wheels" "$pinned"
done

for python in $pythons; do
    fetch "$python" win32 AMD64 win_amd64
    for machine in x86_64 aarch64; do
        fetch "$python" linux $machine manylinux2014_$machine manylinux_2_17_$machine manylinux_2_26_$machine \
            manylinux_2_27_$machine manylinux_2_28_$machine manylinux_2_34_$machine
    done
done

cat >"$target/README.txt" <<'END'
Copy this folder to the computer that has no network, with one of these versions of Python, and run in it:

    python -m venv zhize
    zhize/bin/pip install --no-index --find-links wheels zhize            (Linux)
    zhize\Scripts\pip install --no-index --find-links wheels zhize        (Windows)

安装：把这个文件夹复制到不联网的电脑上，在其中运行上面的命令。
END
echo "Python: $pythons" >>"$target/README.txt"
echo "bundle: $(ls "$target/wheels" | wc -l) wheels in $target; how to install them stands in its README.txt"
