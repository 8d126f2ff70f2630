"""Makes the golden files of the tokenizer tests.

    python make_token_goldens.py MODEL.gguf OUT [VOCABULARY.gguf ...]

Needs gguf, tokenizers and llama-cpp-python. Writes to OUT:

default-tokenizer.json.gz   the tokenizer of the default model (SmolLM2, Apache-2.0), made from the
                            GGUF file's metadata by the few lines below, not by the library
token-texts.json.gz         texts
token-ids.json.gz           for each text its ids by `tokenizers`, which llama.cpp confirms
pre-tokenizers.json.gz      a small vocabulary whose merges cross words, digits and punctuation, and
                            for every kind of pre-tokenizer the ids that llama.cpp gives with it

Every further file is compared on the spot: the ids that llama.cpp gives with the vocabularies of
other families are written to OUT/other, which is not committed (their licences differ).
"""

import gzip
import json
import os
import random
import sys
import tempfile
import unicodedata

import gguf
from llama_cpp import Llama
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

KINDS = {
    "gpt-2": [],
    "smollm": ["starcoder", "refact", "command-r"],
    "llama-bpe": ["llama3", "llama-v3", "smaug-bpe"],
    "qwen2": ["deepseek-r1-qwen"],
    "tekken": [],
}


def texts():
    random.seed(20260101)
    words = (
        "the light tent for two with a waterproof floor Bluetooth headphones noise-cancelling USB-C "
        "charger don't I'm we'll they've it's you'd THAT'S Größe naïve café coöperate señor Ærøskøbing "
        "Straße ПРИВЕТ как дела здравствуйте 你好 世界 価格は安い こんにちは カメラ 안녕하세요 상품 "
        "مرحبا كيف حالك שלום नमस्ते दुनिया สวัสดี γειά σου ñandú İstanbul ıssız ﬁne ½ ² ① Ⅷ ª"
    ).split()
    emoji = ["😀", "🎧", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "❤️", "🏳️‍🌈", "☕", "✈️", "🧑🏿‍🚀"]
    marks = ["\u0301", "\u0308", "\u0323", "\u20dd", "\u200d", "\ufe0f", "\u0e34", "\u093f"]
    spaces = [" ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2003", "\u3000", "\u200b", "\u2028", "\x0b", "\x0c", "\x85"]  # fmt: skip
    specials = [
        "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<s>", "</s>", "<unk>", "[INST]", "[/INST]",
        "<|eot_id|>", "<|start_header_id|>", "<think>", "</think>", "<|im_end", "im_end|>", "<file_sep>",
        "<repo_name>", "<|im_start|>system\n", "<0x0A>", "▁", "Ġ", "Ċ",
    ]  # fmt: skip
    code = [
        "for (int i = 0; i < n; i++) {\n\tsum += a[i]; // add\n}",
        "def f(x):\n    return x**2 if x > 0 else -x\n",
        "SELECT * FROM items WHERE price<=19.99 AND name LIKE '%tent%';",
        '{"id": 17, "tags": ["a","b"], "price": 1e-5, "ok": true}',
        "<div class=\"x\">&nbsp;&amp;</div>",
        "git commit -m 'fix: x' && ./run.sh --n=10 | tee log.txt",
        "https://example.org/a?b=c&d=%20#e",
        "C:\\Users\\me\\file.txt",
    ]
    out = ["", " ", "  ", "\n", "\n\n", " \n", "a", " a", "a ", "\x00", "a\x00b", "\ufeff", "\ufffd"]
    out += [chr(c) for c in range(1, 0x180)]
    out += ["x" + chr(c) + "y" for c in range(0, 0x100)]
    out += [chr(c) for c in random.sample(range(0x180, 0x3000), 150)]
    out += [chr(c) for c in random.sample(range(0x3000, 0xD800), 100)]
    out += [chr(c) for c in random.sample(range(0x10000, 0x1FAFF), 100)]
    out += specials + code + emoji
    out += [a + b for a in specials[:8] for b in specials[:8]]
    out += [s * n for s in [" ", "\n", "a", "é", "0", "-", "=", "😀", "ab", ". "] for n in (2, 3, 4, 7, 16, 63, 500)]  # fmt: skip
    out += [str(random.randrange(10 ** random.randrange(1, 18))) for _ in range(60)]
    out += [f"{random.random() * 10 ** random.randrange(-3, 7):,.{random.randrange(4)}f}" for _ in range(60)]
    out += [f"${random.randrange(9999) / 100}, {random.randrange(2000, 2030)}-0{random.randrange(1, 10)}-{random.randrange(10, 28)}" for _ in range(30)]  # fmt: skip
    pools = [words, words, words, emoji, marks, spaces, spaces, specials, list("0123456789"), list(".,;:!?'\"()[]{}<>|@#%&*+-=/\\_^~`$€£¥")]  # fmt: skip
    for _ in range(900):
        n = random.randrange(1, 40)
        glue = random.choice(["", "", " "])
        out.append(glue.join(random.choice(random.choice(pools)) for _ in range(n)))
    for _ in range(300):
        sentence = " ".join(random.choices(words, k=random.randrange(3, 60)))
        form = random.choice(["NFC", "NFD", "NFKC", "NFKD"])
        out.append(unicodedata.normalize(form, sentence))
    for _ in range(150):
        out.append("".join(chr(random.choice([random.randrange(1, 0x250), random.randrange(0x20, 0x7F), random.randrange(0x1F300, 0x1FAFF)])) for _ in range(random.randrange(1, 30))))  # fmt: skip
    out.append(" ".join(random.choices(words, k=1500)))
    return list(dict.fromkeys(out))


def contents(reader, key):
    return reader.fields[key].contents()


def tokenizer_json(path):
    """The default model's tokenizer. The digits step is what `transformers` forgets."""
    reader = gguf.GGUFReader(path)
    assert contents(reader, "tokenizer.ggml.pre") == "smollm"
    tokens = contents(reader, "tokenizer.ggml.tokens")
    types = contents(reader, "tokenizer.ggml.token_type")
    merges = [tuple(m.split(" ")) for m in contents(reader, "tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE({t: i for i, t in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    without = tokenizer.to_str()
    tokenizer.add_special_tokens([t for t, kind in zip(tokens, types) if kind == 3])
    return without, tokenizer.to_str()


def llama_ids(path, all_texts):
    llama = Llama(path, vocab_only=True, verbose=False)
    ids = [llama.tokenize(t.encode(), add_bos=False, special=False) for t in all_texts]
    llama.close()
    return ids


def write(path, value):
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=9) as out:
        out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    print(path, os.path.getsize(path))


def small_vocabulary(all_texts):
    """Merges that no pre-tokenizer would allow, so that every cut shows."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=1500, initial_alphabet=alphabet, max_token_length=6, show_progress=False)
    tokenizer.train_from_iterator([t for t in all_texts if len(t) < 400], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    return tokens, [" ".join(m) for m in model["merges"]]


def tekken_ids(tokens, merges, all_texts):
    """With the model's own pattern: llama.cpp tells capitals from small letters in ASCII alone."""
    model = models.BPE({t: i for i, t in enumerate(tokens)}, [tuple(m.split(" ")) for m in merges], ignore_merges=True)
    tokenizer = Tokenizer(model)
    pattern = (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
        r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    return [tokenizer.encode(t, add_special_tokens=False).ids for t in all_texts]


def small_gguf(path, kind, tokens, merges):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(128)
    writer.add_embedding_length(8)
    writer.add_block_count(1)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(kind)
    writer.add_token_list(tokens)
    writer.add_token_types([1] * len(tokens))
    writer.add_token_merges(merges)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def main(model, out, others):
    all_texts = texts()
    print(len(all_texts), "texts")
    without, whole = tokenizer_json(model)
    tokenizer = Tokenizer.from_str(without)
    ids = [tokenizer.encode(t, add_special_tokens=False).ids for t in all_texts]
    differ = [t for t, a, b in zip(all_texts, ids, llama_ids(model, all_texts)) if a != b]
    assert not differ, (len(differ), differ[:5])
    os.makedirs(out, exist_ok=True)
    write(f"{out}/default-tokenizer.json.gz", json.loads(whole))
    write(f"{out}/token-texts.json.gz", all_texts)
    write(f"{out}/token-ids.json.gz", ids)

    tokens, merges = small_vocabulary(all_texts)
    some = [t for i, t in enumerate(all_texts) if len(t) < 200 and i % 3 == 0]
    golden = {"tokens": tokens, "merges": merges, "texts": some, "kinds": KINDS, "ids": {}}
    for kind, aliases in KINDS.items():
        for name in [kind] + aliases:
            with tempfile.TemporaryDirectory() as directory:
                small_gguf(f"{directory}/v.gguf", name, tokens, merges)
                found = llama_ids(f"{directory}/v.gguf", some)
            assert golden["ids"].setdefault(kind, found) == found, name
    tekken = tekken_ids(tokens, merges, some)
    ascii_texts = [i for i, t in enumerate(some) if t.isascii()]
    assert len(ascii_texts) > 100
    assert all(tekken[i] == golden["ids"]["tekken"][i] for i in ascii_texts)
    golden["ids"]["tekken"] = tekken
    write(f"{out}/pre-tokenizers.json.gz", golden)

    os.makedirs(f"{out}/other", exist_ok=True)
    for other in others:
        write(f"{out}/other/{os.path.basename(other)}.json.gz", llama_ids(other, all_texts))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
