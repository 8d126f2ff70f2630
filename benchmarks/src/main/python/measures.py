"""Seconds that the reference tools take on the files of MeasuresBenchmark, in lines NAME SECONDS VALUE.

Usage: NLTK_DATA=DIR measures.py DIRECTORY
Needs pytrec-eval-terrier, sacrebleu and nltk with its corpus wordnet.
"""

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import pytrec_eval  # noqa: E402
from nltk.corpus import wordnet  # noqa: E402
from nltk.translate.meteor_score import meteor_score  # noqa: E402
from sacrebleu.metrics import BLEU  # noqa: E402

MEASURES = {"map", "map_cut", "ndcg", "ndcg_cut", "P", "recall", "recip_rank", "bpref"}


def lines(name):
    with open(os.path.join(sys.argv[1], name), encoding="utf-8") as file:
        return file.read().splitlines()


def main():
    start = time.perf_counter()
    with open(os.path.join(sys.argv[1], "qrels.txt")) as file:
        qrels = pytrec_eval.parse_qrel(file)
    with open(os.path.join(sys.argv[1], "run.txt")) as file:
        run = pytrec_eval.parse_run(file)
    print("reading %.6f %d" % (time.perf_counter() - start, sum(map(len, qrels.values()))))
    start = time.perf_counter()
    values = pytrec_eval.RelevanceEvaluator(qrels, MEASURES).evaluate(run)
    seconds = time.perf_counter() - start
    mean = sum(value["map"] for value in values.values()) / len(values)
    print("retrieval %.6f %.10f" % (seconds, mean))
    words = [line.split(" ") for line in lines("words.txt")]
    others = [line.split(" ") for line in lines("other-words.txt")]
    wordnet.ensure_loaded()
    start = time.perf_counter()
    value = sum(meteor_score([other], word) for word, other in zip(words, others)) / len(words)
    print("meteor %.6f %.10f" % (time.perf_counter() - start, value))
    texts, references = lines("texts.txt"), lines("references.txt")
    start = time.perf_counter()
    value = BLEU().corpus_score(texts, [references]).score
    print("bleu %.6f %.10f" % (time.perf_counter() - start, value))


if __name__ == "__main__":
    main()
