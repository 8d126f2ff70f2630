"""Random judgements and runs with what pytrec_eval says of them, as JSON lines.

Usage: pytrec_cases.py SEED CASES [LEVELS] > cases.jsonl
Needs pytrec-eval-terrier. Scores tie often, queries are missing on either side, relevance is graded
and may be negative, ids have other letters than ASCII.
"""

import json
import random
import sys

import pytrec_eval

LEVEL_FREE = sorted(pytrec_eval.supported_measures - {"relstring", "runid"})


def case(rng):
    queries = ["q%d" % i for i in range(rng.randint(1, 6))]
    letters = ["a", "B", "\u00e9", "\uff21", "\U0001f9a3", "9"]
    documents = ["d" + rng.choice(letters) + str(i) for i in range(rng.randint(1, 60))]
    highest = rng.choice([1, 1, 2, 4])
    negative = rng.random() < 0.3
    qrels, run = {}, {}
    for query in queries:
        if rng.random() < 0.9:
            judged = rng.sample(documents, rng.randint(1, len(documents)))
            low = -1 if negative else 0
            qrels[query] = {d: rng.randint(low, highest) for d in judged}
        if rng.random() < 0.9:
            found = rng.sample(documents, rng.randint(1, len(documents)))
            step = rng.choice([1, 4, 1000])
            run[query] = {d: rng.randint(-3 * step, 3 * step) / step for d in found}
    level = rng.choice([1, 1, 2])
    return qrels, run, level


def main():
    rng = random.Random(int(sys.argv[1]))
    written = 0
    while written < int(sys.argv[2]):
        qrels, run, level = case(rng)
        # The tool reads beyond its array of levels, or fails, where nothing is judged that high.
        qrels = {q: docs for q, docs in qrels.items() if max(docs.values()) >= level}
        if not qrels or not run:
            continue
        evaluator = pytrec_eval.RelevanceEvaluator(qrels, LEVEL_FREE, relevance_level=level)
        values = evaluator.evaluate(run)
        print(json.dumps({"qrels": qrels, "run": run, "level": level, "values": values}))
        written += 1


if __name__ == "__main__":
    main()
