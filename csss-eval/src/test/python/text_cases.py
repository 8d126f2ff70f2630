"""Sentence pairs with what sacrebleu and rouge-score say of them, as JSON lines.

Usage: text_cases.py SEED CASES [CONVERSATIONS] > text_cases.jsonl
Needs sacrebleu and rouge-score. A case is a few texts with one to three references each; words come
from a small list, so that n-grams match, with punctuation, numbers, markup, Unicode and empty lines.
With a file of conversations (JSON lines, packed by gzip, with "messages" that have a "content"), texts
and references are turns of the same conversation.
"""

import gzip
import json
import logging
import random
import sys

from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

WORDS = (
    "the lamp costs $3.50 a red-blue kettle, isn't 1,200 W. of (steel) \u201cquiet\u201d and 12-inch "
    "caf\u00e9 \u8336\u58f6 \U0001fad6 &quot;light&quot; &amp; <skipped> \u00a0 50% e.g. x-\ny A/B "
    "\u0130stanbul \u03a3\u0391\u03a3 \u00bd \u20ac5 it! ?! _ ... #1 a@b.c {x} [y] ~ ` ^ \u3000 \u2028 go "
    "lamps kettles quieter quietly enjoying enjoys skies dying formalities \u8fd9\u662f\u8336\u58f6\u3002 \u304a\u8336\uff01\u30c6\u30a3\u30fc \u3231\u2f00x \uf900\u3042 \uff08\u5927\uff09"
).split(" ")
logging.getLogger("sacrebleu").setLevel(logging.ERROR)
TOKENIZERS = ["none", "13a", "intl", "char"]
SMOOTHINGS = [("none", None), ("floor", None), ("floor", 0.05), ("add-k", None), ("add-k", 0.5), ("exp", None)]


def sentence(rng, near=None):
    if near is not None and rng.random() < 0.8:
        words = near.split(" ")
        for _ in range(rng.randint(0, 4)):
            at = rng.randrange(len(words))
            words[at : at + rng.randint(0, 2)] = [rng.choice(WORDS)] * rng.randint(0, 2)
            if not words:
                return ""
        return " ".join(words)
    if rng.random() < 0.07:
        return rng.choice(["", " ", "\n", "a"])
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 14)))


def bleu_values(score):
    return {
        "value": score.score,
        "precisions": score.precisions,
        "bp": score.bp,
        "length": score.sys_len,
        "reference": score.ref_len,
        "details": score._verbose,
    }


def random_pairs(rng):
    texts = [sentence(rng) for _ in range(rng.randint(1, 5))]
    return texts, [[sentence(rng, text) for text in texts] for _ in range(rng.randint(1, 3))]


def conversations(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            # TER of sacrebleu takes minutes for a long turn.
            turns = [message["content"][:300] for message in json.loads(line)["messages"]]
            if len(turns) > 8:
                yield turns


def real_pairs(rng, turns):
    """References are later turns, so that they have words in common."""
    starts = [rng.randrange(len(turns) - 6) for _ in range(rng.randint(1, 4))]
    texts = [turns[start] for start in starts]
    return texts, [[turns[start + 2 * i] for start in starts] for i in range(1, rng.randint(2, 4))]


def case(rng, texts, references):
    bleu = []
    for tokenizer in TOKENIZERS:
        for method, value in SMOOTHINGS:
            lower, effective = rng.random() < 0.3, rng.random() < 0.5
            order = 4 if rng.random() < 0.7 else rng.randint(1, 3)
            metric = BLEU(
                lower, True, tokenizer, method, value, effective_order=effective, max_ngram_order=order
            )
            corpus = bleu_values(metric.corpus_score(texts, references))
            bleu.append(
                {
                    "tokenizer": tokenizer,
                    "method": method,
                    "smoothing": value,
                    "lower": lower,
                    "effective": effective,
                    "order": order,
                    "corpus": corpus,
                    "signature": str(metric.get_signature()),
                    "sentence": bleu_values(metric.sentence_score(texts[0], [r[0] for r in references])),
                }
            )
    chrf = []
    for characters, words, beta in [(6, 0, 2), (6, 2, 2), (3, 1, 1)]:
        lower, whitespace, eps = (rng.random() < 0.3 for _ in range(3))
        metric = CHRF(characters, words, beta, lower, whitespace, eps)
        chrf.append(
            {
                "options": [characters, words, beta],
                "name": metric.corpus_score(texts, references).name,
                "lower": lower,
                "whitespace": whitespace,
                "eps": eps,
                "corpus": metric.corpus_score(texts, references).score,
                "sentence": metric.sentence_score(texts[0], [r[0] for r in references]).score,
                "signature": str(metric.get_signature()),
            }
        )
    ter = []
    for _ in range(3):
        normalized, no_punct, asian, case = (rng.random() < 0.5 for _ in range(4))
        metric = TER(normalized, no_punct, asian, case)
        ter.append(
            {
                "normalized": normalized,
                "noPunctuation": no_punct,
                "asian": asian,
                "case": case,
                "corpus": metric.corpus_score(texts, references).score,
                "sentence": metric.sentence_score(texts[0], [r[0] for r in references]).score,
                "signature": str(metric.get_signature()),
            }
        )
    names = ["rouge1", "rouge2", "rouge3", "rougeL"]
    plain = rouge_scorer.RougeScorer(names).score(references[0][0], texts[0])
    stemmed = rouge_scorer.RougeScorer(names, use_stemmer=True).score(references[0][0], texts[0])
    return {
        "texts": texts,
        "references": references,
        "bleu": bleu,
        "chrf": chrf,
        "ter": ter,
        "rouge": {name: list(plain[name]) for name in names},
        "rougeStemmed": {name: list(stemmed[name]) for name in names},
    }


def main():
    rng = random.Random(int(sys.argv[1]))
    real = list(conversations(sys.argv[3])) if len(sys.argv) > 3 else []
    for _ in range(int(sys.argv[2])):
        texts, references = real_pairs(rng, rng.choice(real)) if real else random_pairs(rng)
        print(json.dumps(case(rng, texts, references)))


if __name__ == "__main__":
    main()
