"""Writes default-model-greedy.tsv: greedy continuations of the default model by transformers.

The weights are those of the GGUF file, dequantised by the package gguf, in a LlamaForCausalLM in
32-bit floating point. Each line: ids of the prompt, ids of 64 continued tokens, and for each of
these by how much its logit exceeds the second best (to four decimals), parted by tabs.

    python greedy_goldens.py SmolLM2-135M-Instruct.Q4_1.gguf default-model-greedy.tsv

Needs gguf 0.19, torch 2.7 and transformers 4.57; prompts are tokenised by llama-cpp-python.
"""

import sys

import gguf
import llama_cpp
import torch
from transformers import LlamaConfig, LlamaForCausalLM

PROMPTS = [
    "A tent for two people should",
    "Shopper: I need a coffee grinder.\nAssistant:",
    "The best way to choose running shoes is",
    "Once upon a time, in a small shop by the sea,",
    "Question: What is the capital of France?\nAnswer:",
    "def fibonacci(n):\n",
    "1, 2, 3, 4, 5,",
    "Waterproof jackets are made of",
    "Dear customer,\n\nthank you for your order of",
    "<|im_start|>system\nYou are a helpful shop assistant.<|im_end|>\n<|im_start|>user\n"
    "Which headphones are good for calls?<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>system\nYou are a shopper.<|im_end|>\n<|im_start|>assistant\n"
    "How can I help you?<|im_end|>\n<|im_start|>user\n",
    "<|im_start|>user\nRecommend a gift for a nine year old.<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>user\nHow do I clean a cast iron pan?<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>user\n1. Skarn 850 sleeping bag, 199 dollars\n2. Fibre 300 sleeping bag, 49 dollars"
    "\nWhich one is cheaper?<|im_end|>\n<|im_start|>assistant\n",
    "Le petit chat est",
    "Prices: 12.50, 13.75, 99.00. The highest price is",
    "In the beginning",
    "A list of kitchen tools:\n- knife\n- whisk\n-",
    "Customer review: This vacuum cleaner is",
    "Shopper: Does it come in blue?\nAssistant: Yes, it comes in blue and in",
]

NAMES = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
HEADS = {"attn_q": 9, "attn_k": 3}


def weights(path):
    state = {}
    for tensor in gguf.GGUFReader(path).tensors:
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        if tensor.name == "token_embd.weight":
            name = "model.embed_tokens.weight"
        elif tensor.name == "output_norm.weight":
            name = "model.norm.weight"
        else:
            _, layer, kind, _ = tensor.name.split(".")
            name = f"model.layers.{layer}.{NAMES[kind]}.weight"
            if kind in HEADS:
                # The converter to GGUF interleaves the halves of each head.
                rows, columns = values.shape
                halves = values.reshape(HEADS[kind], rows // HEADS[kind] // 2, 2, columns)
                values = halves.swapaxes(1, 2).reshape(rows, columns)
        state[name] = torch.tensor(values, dtype=torch.float32)
    state["lm_head.weight"] = state["model.embed_tokens.weight"]
    return state


def main(path, target):
    config = LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        max_position_embeddings=8192,
        rope_theta=100000.0,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    model.load_state_dict(weights(path))
    model.eval()
    tokenizer = llama_cpp.Llama(path, vocab_only=True, verbose=False)
    with open(target, "w", encoding="ascii") as out, torch.no_grad():
        for prompt in PROMPTS:
            ids = tokenizer.tokenize(prompt.encode(), add_bos=False, special=True)
            output = model(torch.tensor([ids]), use_cache=True)
            continued, margins = [], []
            for _ in range(64):
                best = output.logits[0, -1].topk(2)
                token = int(best.indices[0])
                continued.append(token)
                margins.append(float(best.values[0] - best.values[1]))
                output = model(
                    torch.tensor([[token]]), past_key_values=output.past_key_values, use_cache=True
                )
            columns = [map(str, ids), map(str, continued), (f"{m:.4f}" for m in margins)]
            out.write("\t".join(" ".join(column) for column in columns) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
