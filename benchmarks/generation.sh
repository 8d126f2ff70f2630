#!/usr/bin/env bash
# Times the generator beside llama.cpp (Q8_0), round by round, with as many threads as processors.
# Whole sessions, too: the same 64 on both, one after the other as llama-cpp-python is usually used,
# and all at once as well as it can be. Usage: benchmarks/generation.sh MODEL.gguf; WORK names a folder that is kept for the next time: the
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
catalogue=$here/../examples/src/main/resources/io/github/llmcsss/examples/sample-catalogue.jsonl
[ -f "$work/sessions.jsonl" ] || "$here/run" TraceRecorder "$model" "$catalogue" 64 "$work/sessions.jsonl" >&2
sessions() {
  "$python" "$here/src/main/python/llama_sessions.py" "$1" "$work/sessions.jsonl" "$work/q8.gguf" "$threads"
}
for round in $(seq "$rounds"); do
  "$here/run" GeneratorBenchmark "$model" >"$work/ours.$round"
  "$python" "$here/src/main/python/llama_generation.py" "$work/q8.gguf" "$threads" >"$work/theirs.$round"
  "$here/run" TraceBenchmark "$model" "$work/sessions.jsonl" >"$work/sessions.$round"
  sessions usual >"$work/usual.$round"
  sessions best >"$work/best.$round"
done
"$python" - "$work" "$rounds" <<'SUMMARY'
import statistics
import sys

work, rounds = sys.argv[1], int(sys.argv[2])


def read(name):
    with open("%s/%s" % (work, name)) as file:
        return {line.split()[0]: float(line.split()[1]) for line in file if line[0] != "#"}


def report(name, line, ours, theirs, unit):
    mine = [read("%s.%d" % (ours, i))[line] for i in range(1, rounds + 1)]
    reference = [read("%s.%d" % (theirs, i))[line] for i in range(1, rounds + 1)]
    ratios = [one / other for one, other in zip(mine, reference)]
    print("abs %s %.1f %.1f %s" % (name, statistics.median(mine), statistics.median(reference), unit))
    print("ratio %s %.2f %.2f %.2f" % (name, statistics.median(ratios), min(ratios), max(ratios)))


for name in ("decode-1", "decode-4", "decode-16", "decode-32", "prefill"):
    report(name, name, "ours", "theirs", "tokens/s")
for name in ("usual", "best"):
    report("sessions-" + name, "sessions", "sessions", name, "sessions/min")
SUMMARY
