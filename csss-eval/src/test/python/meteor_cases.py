"""Sentence pairs with the METEOR that NLTK gives them, as JSON lines.

Usage: NLTK_DATA=DIR meteor_cases.py SEED CASES [CONVERSATIONS] > meteor_cases.jsonl
Needs nltk and its corpus wordnet (WordNet 3.0): the files of the jar extjwnl-data-wn30 in
DIR/corpora/wordnet do. With a file of conversations, as text_cases.py takes it, the words are those of
turns and their synonyms.
"""

import gzip
import json
import random
import sys

from nltk.corpus import wordnet
from nltk.translate.meteor_score import meteor_score

GROUPS = (
    "buy purchase buys bought,big large bigger largest,cheap inexpensive cheaper,lamp lamps light lights,car automobile cars,"
    "sofa couch couches,quick fast quickly faster,begin start started begins,child kid children kids,man men gentleman,"
    "wolf wolves,house home houses,shop store shops stores,costs price priced,nice pleasant good better best,"
    "Paris paris,happy glad happily,ox oxen,went go going goes,feet foot,the,a,of,and,is,it,red,for,with,desk,kettle,12,$5,.,,"
    "colour color,enjoys enjoy,skies sky,Party party,command commands,forever always,obey heed"
).split(",")


def words(rng, near=None):
    if near is None:
        return [rng.choice(rng.choice(GROUPS).split(" ")) for _ in range(rng.randint(0, 14))]
    out = []
    for word in near:
        group = next(g.split(" ") for g in GROUPS if word in g.split(" "))
        out.append(rng.choice(group) if rng.random() < 0.5 else word)
    for _ in range(rng.randint(0, 3)):
        if out:
            out.insert(rng.randrange(len(out)), out.pop(rng.randrange(len(out))))
    return out if rng.random() < 0.9 else words(rng)


def conversations(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            turns = [message["content"].split() for message in json.loads(line)["messages"]]
            if len(turns) > 8:
                yield turns


def real_pair(rng, turns):
    at = rng.randrange(len(turns) - 6)
    return turns[at], turns[at + 1 : at + rng.randint(2, 4)]


def random_pair(rng):
    text = words(rng)
    return text, [words(rng, text) for _ in range(rng.randint(1, 3))]


def main():
    rng = random.Random(int(sys.argv[1]))
    real = list(conversations(sys.argv[3])) if len(sys.argv) > 3 else []
    known = {word for group in GROUPS for word in group.split(" ")}
    for _ in range(int(sys.argv[2])):
        text, references = real_pair(rng, rng.choice(real)) if real else random_pair(rng)
        known.update(text[:3] if real else [])
        score = meteor_score(references, text)
        print(json.dumps({"words": text, "references": references, "score": score}))
    for word in sorted(known):
        names = {
            lemma.name() for synset in wordnet.synsets(word) for lemma in synset.lemmas() if "_" not in lemma.name()
        }
        print(json.dumps({"word": word, "synonyms": sorted(names)}))


if __name__ == "__main__":
    main()
