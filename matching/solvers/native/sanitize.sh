#!/bin/sh
# Build the kernel with the address and undefined-behaviour sanitisers in a folder of its own, and run its tests on it:
#   matching/solvers/native/sanitize.sh [python] [folder]
# Needs g++, cmake and nanobind, and the test extra; takes a few minutes. Any finding ends it with an error.
set -eu
python=${1:-python}
root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=${2:-$(mktemp -d)}
cmake -S "$root" -B "$folder/build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DMATCHING_SANITIZE=ON \
    -DPython_EXECUTABLE="$("$python" -c 'import sys; print(sys.executable)')" \
    -Dnanobind_DIR="$("$python" -m nanobind --cmake_dir)"
cmake --build "$folder/build"
rm -rf "$folder/tree" && mkdir -p "$folder/tree"
cp -r "$root/matching" "$root/tests" "$root/pyproject.toml" "$root/README.md" "$folder/tree"
cp "$folder"/build/_native*.so "$folder/tree/matching/solvers/"
cd "$folder/tree"
preload=""
for library in libasan.so libubsan.so libstdc++.so.6; do preload="$preload $(gcc -print-file-name=$library)"; done
# Python itself never frees some of its memory, hence no look for leaks.
LD_PRELOAD="$preload" ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    PYTHONPATH="$folder/tree" "$python" -m pytest -s -q -p no:cacheprovider tests/solvers/test_native_*.py \
    tests/solvers/test_oracles.py tests/solvers/test_warm.py tests/solvers/test_dense.py \
    tests/solvers/test_apart.py tests/solvers/test_rows.py tests/solvers/test_time_limit.py
