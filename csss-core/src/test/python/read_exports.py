"""Reads exported files with the tools that they are for, and prints what was read as one JSON object.

Run by PythonToolsTest; needs: pip install datasets trl pytrec-eval-terrier beir ir_datasets huggingface_hub
usage: read_exports.py DIRECTORY, with the files that PythonToolsTest writes
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
directory = sys.argv[1]
os.environ["HF_DATASETS_CACHE"] = os.path.join(directory, "cache")
os.environ["IR_DATASETS_HOME"] = os.path.join(directory, "ir")


def path(name):
    return os.path.join(directory, name)


class LocalFile:
    """What ir_datasets wants of a download."""

    def __init__(self, name):
        self.name = name

    def path(self, force=True):
        return path(self.name)

    def stream(self):
        return open(path(self.name), "rb")


def with_datasets(name):
    import datasets

    return datasets.load_dataset("json", data_files=path(name), split="train")


def chat(name):
    from trl.data_utils import is_conversational, maybe_convert_to_chatml

    result = []
    for row in with_datasets(name):
        row = maybe_convert_to_chatml(row)
        assert is_conversational(row), row
        result.append(row["messages"])
    return result


def rows():
    return [dict(row) for row in with_datasets("sessions.jsonl")]


def topics():
    from ir_datasets.formats import TrecQueries

    return [list(topic) for topic in TrecQueries(LocalFile("topics.txt")).queries_iter()]


def evaluation():
    import pytrec_eval

    with open(path("qrels.txt")) as file:
        qrels = pytrec_eval.parse_qrel(file)
    with open(path("run.txt")) as file:
        run = pytrec_eval.parse_run(file)
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg", "recip_rank", "P_1"}, relevance_level=2)
    return {"qrels": qrels, "run": run, "measures": evaluator.evaluate(run)}


def trec_qrels():
    from ir_datasets.formats import TrecQrels

    return [list(qrel) for qrel in TrecQrels(LocalFile("qrels.txt"), {}).qrels_iter()]


def cast():
    from ir_datasets.datasets.trec_cast import Cast2019Query, CastQueries

    return [list(query) for query in CastQueries(LocalFile("cast.json"), Cast2019Query).queries_iter()]


def beir():
    from beir.datasets.data_loader import GenericDataLoader

    corpus, queries, qrels = GenericDataLoader(path("beir")).load(split="test")
    return {"corpus": corpus, "queries": queries, "qrels": qrels}


def card():
    import datasets
    from huggingface_hub import DatasetCard

    loaded = DatasetCard.load(path("run/README.md"))
    data = datasets.load_dataset(path("run"), split="train")
    return {"header": loaded.data.to_dict(), "sessions": list(data["id"])}


READERS = {
    "chatml": lambda: chat("chatml.jsonl"),
    "sharegpt": lambda: chat("sharegpt.jsonl"),
    "rows": rows,
    "topics": topics,
    "evaluation": evaluation,
    "qrels": trec_qrels,
    "cast": cast,
    "beir": beir,
    "card": card,
}

result = {}
for name, reader in READERS.items():
    try:
        result[name] = reader()
    except ModuleNotFoundError as e:
        result[name] = {"missing": e.name}
json.dump(result, sys.stdout)
