"""Times training with PyTorch, transformers and peft as TrainingBenchmark times ours.

    train_reference.py full|lora fp32|bf16 THREADS [SESSIONS.json]

The model has the shape of SmolLM2-135M and random weights. Without sessions: forward and backward
over two sequences of 256 tokens, the median of some rounds. With sessions: one padded row for every
turn to learn, batches of rows of like length, an optimizer's step for about as many tokens as ours.
"""

import json
import resource
import statistics
import sys
import time

import peft
import torch
import transformers

LENGTH = 256
ROUNDS = 5
ROWS = 4
TOKENS_PER_STEP = 4096


def build(kind):
    config = transformers.LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        max_position_embeddings=8192,
        rope_theta=100000.0,
        tie_word_embeddings=True,
    )
    torch.manual_seed(1)
    model = transformers.LlamaForCausalLM(config)
    if kind == "lora":
        model = peft.get_peft_model(
            model,
            peft.LoraConfig(
                r=8,
                lora_alpha=16,
                target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
                task_type="CAUSAL_LM",
            ),
        )
    model.train()
    return model


def loss_of(model, ids, mask, labels, precision):
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        return model(input_ids=ids, attention_mask=mask, labels=labels).loss


def sequences(model, precision):
    ids = torch.randint(0, 49152, (2, LENGTH))
    seconds = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        loss_of(model, ids, torch.ones_like(ids), ids, precision).backward()
        seconds.append(time.perf_counter() - started)
        model.zero_grad(set_to_none=False)
    print("tokens %.1f" % (2 * LENGTH / statistics.median(seconds[1:])))


def sessions(model, precision, file):
    with open(file) as source:
        data = json.load(source)
    rows = sorted((row for session in data for row in session), key=lambda row: len(row["tokens"]))
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=1e-5, fused=True
    )
    tokens = 0
    started = time.perf_counter()
    for first in range(0, len(rows), ROWS):
        batch = rows[first : first + ROWS]
        longest = max(len(row["tokens"]) for row in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros_like(ids)
        labels = torch.full_like(ids, -100)
        for i, row in enumerate(batch):
            size = len(row["tokens"])
            ids[i, :size] = torch.tensor(row["tokens"])
            mask[i, :size] = 1
            labels[i, row["targetStart"] : size] = ids[i, row["targetStart"] : size]
        loss_of(model, ids, mask, labels, precision).backward()
        tokens += ids.numel()
        if tokens >= TOKENS_PER_STEP or first + ROWS >= len(rows):
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            tokens = 0
    print("sessions %.1f" % (len(data) / ((time.perf_counter() - started) / 60)))


def main():
    kind, precision, threads = sys.argv[1:4]
    torch.set_num_threads(int(threads))
    model = build(kind)
    if len(sys.argv) > 4:
        sessions(model, precision, sys.argv[4])
    else:
        sequences(model, precision)
    print("memory %.1f" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


if __name__ == "__main__":
    main()
