"""Trains a tiny model with PyTorch, transformers and peft, and keeps every step's loss.

    pip install torch==2.7.1 transformers==4.57.1 peft==0.21.2
    python csss-engine-djl/src/test/python/make_training_goldens.py

writes training-golden.json beside the tests' classes, and the adapter that the second training
starts from, as peft saves it. What is trained are random tokens: sessions of three examples that
share their beginnings, every example a padded row of its own here.
"""

import json
import math
import random
import shutil
import tempfile
from pathlib import Path

import peft
import torch
import transformers

ROOT = Path(__file__).resolve().parents[4]
MODEL = ROOT / "csss-testkit/src/main/resources/io/github/llmcsss/testkit/tiny-model"
OUT = ROOT / "csss-engine-djl/src/test/resources/io/github/llmcsss/engine/djl"
STEPS = 50
WARMUP = 5
DECAY = 0.01
CLIP = 1.0
RATES = {"full": 1e-3, "lora": 5e-3}


def sessions():
    draw = random.Random(3)

    def tokens(count):
        return [draw.randrange(10, 700) for _ in range(count)]

    result = []
    for _ in range(8):
        history = [1] + tokens(draw.randrange(6, 14))
        examples = []
        for turn in range(3):
            documents = tokens(draw.randrange(8, 16)) if turn != 1 else []
            answer = tokens(draw.randrange(4, 10)) + [2]
            context = history + documents
            examples.append({"tokens": context + answer, "targetStart": len(context)})
            history = history + answer
        result.append(examples)
    return result


def rate(highest, step):
    """As the trainer has it: the first step already moves, the last one still does."""
    if step <= WARMUP:
        return highest * step / WARMUP
    return highest * 0.5 * (1 + math.cos(math.pi * (step - 1 - WARMUP) / (STEPS - WARMUP)))


def train(model, highest, data, batches):
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.dim() > 1], "weight_decay": DECAY},
            {"params": [p for p in trained if p.dim() <= 1], "weight_decay": 0.0},
        ],
        lr=highest,
        betas=(0.9, 0.999),
        eps=1e-8,
    )
    losses, norms = [], []
    for step in range(1, STEPS + 1):
        examples = [example for session in batches[step - 1] for example in data[session]]
        longest = max(len(example["tokens"]) for example in examples)
        ids = torch.zeros(len(examples), longest, dtype=torch.long)
        mask = torch.zeros_like(ids)
        labels = torch.full_like(ids, -100)
        for row, example in enumerate(examples):
            length = len(example["tokens"])
            ids[row, :length] = torch.tensor(example["tokens"])
            mask[row, :length] = 1
            labels[row, example["targetStart"] : length] = ids[row, example["targetStart"] : length]
        logits = model(input_ids=ids, attention_mask=mask).logits
        loss = torch.nn.functional.cross_entropy(
            logits[:, :-1].reshape(-1, logits.shape[-1]), labels[:, 1:].reshape(-1)
        )
        for group in optimizer.param_groups:
            group["lr"] = rate(highest, step)
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(trained, CLIP).item())
        optimizer.step()
        losses.append(loss.item())
    return losses, norms


def load():
    return transformers.AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.float32)


def adapter(model):
    torch.manual_seed(5)
    config = peft.LoraConfig(
        r=4,
        lora_alpha=8,
        lora_dropout=0.0,
        target_modules=[
            "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj",
        ],
        task_type="CAUSAL_LM",
    )
    adapted = peft.get_peft_model(model, config)
    for name, parameter in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    return adapted


def main():
    torch.set_num_threads(1)
    data = sessions()
    batches = [[(2 * step) % len(data), (2 * step + 1) % len(data)] for step in range(STEPS)]
    golden = {
        "versions": {
            "torch": torch.__version__.split("+")[0],
            "transformers": transformers.__version__,
            "peft": peft.__version__,
        },
        "steps": STEPS,
        "warmup": WARMUP,
        "weightDecay": DECAY,
        "maximumGradientNorm": CLIP,
        "sessions": data,
        "batches": batches,
    }
    for kind in ["full", "lora"]:
        model = load()
        if kind == "lora":
            model = adapter(model)
            with tempfile.TemporaryDirectory() as directory:
                model.save_pretrained(directory)
                target = OUT / "peft-adapter"
                target.mkdir(parents=True, exist_ok=True)
                for name in ["adapter_config.json", "adapter_model.safetensors"]:
                    shutil.copy(Path(directory) / name, target / name)
                config = json.loads((target / "adapter_config.json").read_text())
                config["base_model_name_or_path"] = "tiny-model"
                (target / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
        losses, norms = train(model, RATES[kind], data, batches)
        golden[kind] = {"learningRate": RATES[kind], "losses": losses, "norms": norms}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "training-golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
