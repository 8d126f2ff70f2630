"""Reads what the trainer wrote with transformers and peft.

    pip install torch==2.7.1 transformers==4.57.1 peft==0.21.2

Run by TrainedModelsInPythonTest, in two ways:

    compare_trained.py make FAMILY TINY_MODEL OUT

writes a small model of another family with random weights and the tokenizer of the tiny model, and

    compare_trained.py read CASES.json OUT.json

computes, for each case {"model", "adapter" or null, "tokens"}, the log-probability of every token
after the first, and the log-probabilities of all tokens that may come after the last.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
import transformers


def make(family, tiny, out):
    settings = dict(
        vocab_size=704,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        max_position_embeddings=2048,
        initializer_range=0.1,
        tie_word_embeddings=family == "qwen3",
        bos_token_id=None,
        eos_token_id=2,
        pad_token_id=0,
    )
    if family == "mistral":
        settings["sliding_window"] = None
    torch.manual_seed(5)
    config = transformers.AutoConfig.for_model(family, **settings)
    model = transformers.AutoModelForCausalLM.from_config(config)
    model.save_pretrained(out)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(Path(tiny) / name, Path(out) / name)


def read(cases, out):
    answers = []
    for case in json.loads(Path(cases).read_text()):
        model = transformers.AutoModelForCausalLM.from_pretrained(case["model"], dtype="auto")
        written = str(model.dtype)
        adapted = 0
        if case["adapter"]:
            import peft

            model = peft.PeftModel.from_pretrained(model.float(), case["adapter"])
            adapted = sum("lora_" in name for name, _ in model.named_parameters())
        else:
            transformers.AutoTokenizer.from_pretrained(case["model"])
        model = model.float().eval()
        with torch.no_grad():
            tokens = torch.tensor([case["tokens"]])
            logs = torch.log_softmax(model(input_ids=tokens).logits[0].double(), dim=-1)
        each = logs[:-1].gather(1, tokens[0, 1:, None])[:, 0]
        answers.append(
            {"dtype": written, "adapted": adapted, "each": each.tolist(), "next": logs[-1].tolist()}
        )
    Path(out).write_text(json.dumps(answers))


if __name__ == "__main__":
    torch.set_num_threads(1)
    {"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])
