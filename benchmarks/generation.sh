#!/usr/bin/env bash
# Times the generator beside llama.cpp (Q8_0), round by round, with as many threads as processors.
# Usage: benchmarks/generation.sh MODEL.gguf; WORK names a folder that is kept for the next time: the
# Python environment with llama-cpp-python, built here for this processor, and the model in Q8_0.
# ROUNDS (5) says how often; the last round's figures of both are in WORK, too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=${1:?usage: benchmarks/generation.sh MODEL.gguf}
work=${WORK:-$here/target/generation}
rounds=${ROUNDS:-5}
threads=$(nproc)
llama=0.3.36
mkdir -p "$work"
python=$work/python/bin/python
if ! "$python" -c "import llama_cpp, gguf" 2>/dev/null; then
  python3 -m venv "$work/python"
  CMAKE_ARGS=-DGGML_NATIVE=ON "$python" -m pip install --quiet \
    --no-binary llama-cpp-python "llama-cpp-python==$llama" gguf
fi
[ -f "$work/q8.gguf" ] || "$python" "$here/src/main/python/gguf_q8.py" "$model" "$work/q8.gguf" >&2
echo "# llama.cpp by llama-cpp-python $llama, Q8_0, $threads threads"
echo "# $("$("$here/../examples/find-java")" -version 2>&1 | sed -n 's/.*version "\(.*\)".*/Java \1/p'), default settings, $threads threads"
for round in $(seq "$rounds"); do
  "$here/run" GeneratorBenchmark "$model" >"$work/ours.$round"
  "$python" "$here/src/main/python/llama_generation.py" "$work/q8.gguf" "$threads" >"$work/theirs.$round"
done
"$python" - "$work" "$rounds" <<'SUMMARY'
import statistics
import sys

work, rounds = sys.argv[1], int(sys.argv[2])


def read(name):
    with open("%s/%s" % (work, name)) as file:
        return {line.split()[0]: float(line.split()[1]) for line in file if line[0] != "#"}


ours = [read("ours.%d" % i) for i in range(1, rounds + 1)]
theirs = [read("theirs.%d" % i) for i in range(1, rounds + 1)]
for name in ("decode-1", "decode-4", "decode-16", "decode-32", "prefill"):
    mine = statistics.median(one[name] for one in ours)
    reference = statistics.median(one[name] for one in theirs)
    ratios = [a[name] / b[name] for a, b in zip(ours, theirs)]
    print("abs %s %.0f %.0f tokens/s" % (name, mine, reference))
    print("ratio %s %.2f %.2f %.2f" % (name, statistics.median(ratios), min(ratios), max(ratios)))
SUMMARY
