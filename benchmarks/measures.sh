#!/usr/bin/env bash
# Times csss-eval beside the reference tools, round by round, one thread each, start-up apart.
# PYTHON names a Python with pytrec-eval-terrier, sacrebleu and nltk, NLTK_DATA the folder with its
# corpus wordnet (the files of the jar extjwnl-data-wn30 in corpora/wordnet do); ROUNDS (5) how often.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-python3}
rounds=${ROUNDS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import platform
from importlib.metadata import version
print("# Python", platform.python_version())
for tool in ("pytrec-eval-terrier", "sacrebleu", "nltk"):
    print("#", tool, version(tool), "1 thread")'
echo "# csss-eval, $("$("$here/../examples/find-java")" -version 2>&1 | sed -n 's/.*version "\(.*\)".*/Java \1/p'), 1 thread"
for round in $(seq "$rounds"); do
  JAVA_OPTIONS="-XX:+UseSerialGC ${JAVA_OPTIONS:-}" "$here/run" MeasuresBenchmark "$work/files" >"$work/ours.$round"
  "$python" "$here/src/main/python/measures.py" "$work/files" >"$work/theirs.$round"
done
"$python" - "$work" "$rounds" <<'SUMMARY'
import statistics
import sys

work, rounds = sys.argv[1], int(sys.argv[2])


def read(name):
    with open("%s/%s" % (work, name)) as file:
        return {line.split()[0]: list(map(float, line.split()[1:])) for line in file}


ours = [read("ours.%d" % i) for i in range(1, rounds + 1)]
theirs = [read("theirs.%d" % i) for i in range(1, rounds + 1)]
for name in ("reading", "retrieval", "bleu", "meteor"):
    for a, b in zip(ours, theirs):
        if abs(a[name][1] - b[name][1]) > 1e-9:
            sys.exit("%s differs: %s and %s" % (name, a[name][1], b[name][1]))
    mine = statistics.median(a[name][0] for a in ours)
    other = statistics.median(b[name][0] for b in theirs)
    print("abs %s %.4f %.4f s" % (name, mine, other))
    ratios = [b[name][0] / a[name][0] for a, b in zip(ours, theirs)]
    print("ratio %s %.1f %.1f %.1f" % (name, statistics.median(ratios), min(ratios), max(ratios)))
SUMMARY
