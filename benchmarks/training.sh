#!/usr/bin/env bash
# Times training beside PyTorch, transformers and peft, round by round, with as many threads as
# processors. Usage: benchmarks/training.sh MODEL.gguf; WORK names a folder that is kept for the
# next time: the Python environment and the sessions. ROUNDS (5) says how often.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=${1:?usage: benchmarks/training.sh MODEL.gguf}
work=${WORK:-$here/target/training}
rounds=${ROUNDS:-5}
threads=$(nproc)
mkdir -p "$work"
python=${PYTHON:-$work/python/bin/python}
if ! "$python" -c "import torch, transformers, peft" 2>/dev/null; then
  python3 -m venv "$work/python"
  "$python" -m pip install --quiet torch==2.7.1 transformers==4.57.1 peft==0.21.2
fi
if [ ! -f "$work/sessions.json" ]; then
  "$here/../examples/run" Quickstart --sessions 24 --model "$model" --out "$work/run" >&2
  "$here/run" TrainingSessionWriter "$model" "$work/run" \
    "$here/../examples/src/main/resources/io/github/llmcsss/examples/sample-catalogue.jsonl" \
    "$work/sessions.json" >&2
fi
"$python" -c "import torch, transformers, peft; print('# PyTorch %s, transformers %s, peft %s' % (torch.__version__, transformers.__version__, peft.__version__))"
echo "# $threads threads on both sides"
for round in $(seq "$rounds"); do
  for kind in full lora; do
    for precision in fp32 bf16; do
      "$here/run" TrainingBenchmark "$model" $kind $precision >"$work/ours.$kind-$precision.$round"
      "$python" "$here/src/main/python/train_reference.py" $kind $precision "$threads" \
        >"$work/theirs.$kind-$precision.$round" 2>/dev/null
    done
  done
  "$here/run" TrainingBenchmark "$model" lora bf16 "$work/sessions.json" >"$work/ours.sessions.$round"
  "$python" "$here/src/main/python/train_reference.py" lora bf16 "$threads" "$work/sessions.json" \
    >"$work/theirs.sessions.$round" 2>/dev/null
done
"$python" - "$work" "$rounds" <<'SUMMARY'
import statistics
import sys

work, rounds = sys.argv[1], int(sys.argv[2])
KINDS = ["full-fp32", "full-bf16", "lora-fp32", "lora-bf16"]


def read(name):
    with open("%s/%s" % (work, name)) as file:
        return {line.split()[0]: float(line.split()[1]) for line in file if line[0] != "#"}


def values(side, name, line):
    return [read("%s.%s.%d" % (side, name, i))[line] for i in range(1, rounds + 1)]


def report(name, ours, theirs, unit):
    ratios = [one / other for one, other in zip(ours, theirs)]
    print("abs %s %.1f %.1f %s" % (name, statistics.median(ours), statistics.median(theirs), unit))
    print("ratio %s %.2f %.2f %.2f" % (name, statistics.median(ratios), min(ratios), max(ratios)))


for kind in KINDS:
    report(kind, values("ours", kind, "tokens"), values("theirs", kind, "tokens"), "tokens/s")
report(
    "sessions",
    values("ours", "sessions", "sessions"),
    values("theirs", "sessions", "sessions"),
    "sessions/min",
)
# The kind in which ours needs most, beside theirs.
worst = max(
    KINDS,
    key=lambda kind: statistics.median(values("ours", kind, "memory"))
    / statistics.median(values("theirs", kind, "memory")),
)
report("memory", values("ours", worst, "memory"), values("theirs", worst, "memory"), "MB")
SUMMARY
