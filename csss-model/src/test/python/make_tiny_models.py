"""Writes the tiny random models that TinyModelsTest reads, each twice: as GGUF with llama.cpp's
names and its order of query and key rows, and as the directory that transformers saves after it has
read that GGUF file itself. So the expected tensors and configuration are those of transformers.

Needs: pip install gguf==0.19.0 safetensors torch transformers==4.57.1 accelerate numpy
Run:   python make_tiny_models.py ../resources/io/github/llmcsss/model/tiny
"""
import json
import math
import pathlib
import sys

import gguf
import numpy as np
from transformers import AutoConfig, AutoModelForCausalLM

out = pathlib.Path(sys.argv[1])
out.mkdir(exist_ok=True)
HIDDEN, INTERMEDIATE, LAYERS, HEADS, KEY_HEADS = 16, 24, 2, 4, 2
CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content']"
    " + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def vocabulary():
    """Control tokens, the letters that byte-level encoding gives to bytes 32 to 126 and 10, merges."""
    letters = ["\u0120", "\u010a"] + [chr(b) for b in range(33, 127)] + ["he", "ll"]
    return CONTROL + letters, [3] * len(CONTROL) + [1] * len(letters)


def permute(weights, heads):
    """LlamaModel.permute of llama.cpp's convert_hf_to_gguf.py."""
    rows = weights.shape[0]
    shaped = weights.reshape(heads, 2, rows // heads // 2, *weights.shape[1:])
    return np.ascontiguousarray(shaped.swapaxes(1, 2)).reshape(weights.shape)


def llama3_factors(head, base, factor=8.0, low=1.0, high=4.0, original=8192):
    """What llama.cpp's converter puts into rope_freqs.weight for Llama 3.1."""
    factors = []
    for i in range(0, head, 2):
        wavelength = 2 * math.pi * base ** (i / head)
        if wavelength < original / high:
            factors.append(1)
        elif wavelength > original / low:
            factors.append(factor)
        else:
            smooth = (original / wavelength - low) / (high - low)
            factors.append(1 / ((1 - smooth) / factor + smooth))
    return np.array(factors, np.float32)


def write(name, architecture, head, tied, bias, norms, rope_factors=False):
    rng = np.random.default_rng(len(name))
    tokens, types = vocabulary()
    base = 500000.0 if rope_factors else 10000.0
    path = out / f"{name}.gguf"
    w = gguf.GGUFWriter(path, architecture)
    w.add_context_length(256)
    w.add_embedding_length(HIDDEN)
    w.add_feed_forward_length(INTERMEDIATE)
    w.add_block_count(LAYERS)
    w.add_head_count(HEADS)
    w.add_head_count_kv(KEY_HEADS)
    w.add_layer_norm_rms_eps(1e-5)
    w.add_rope_freq_base(base)
    w.add_vocab_size(len(tokens))
    w.add_rope_dimension_count(head)
    if head * HEADS != HIDDEN:
        w.add_key_length(head)
        w.add_value_length(head)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("smollm")
    w.add_token_list(tokens)
    w.add_token_types(types)
    w.add_token_merges(["h e", "l l"])
    w.add_bos_token_id(1)
    w.add_eos_token_id(2)
    w.add_chat_template(TEMPLATE)

    def tensor(key, *shape, heads=0):
        values = rng.standard_normal(shape).astype(np.float32)
        w.add_tensor(key, permute(values, heads) if heads and architecture == "llama" else values)

    tensor("token_embd.weight", len(tokens), HIDDEN)
    if rope_factors:
        w.add_tensor("rope_freqs.weight", llama3_factors(head, base))
    for i in range(LAYERS):
        block = f"blk.{i}."
        tensor(block + "attn_norm.weight", HIDDEN)
        tensor(block + "ffn_norm.weight", HIDDEN)
        for part, heads in (("q", HEADS), ("k", KEY_HEADS), ("v", KEY_HEADS)):
            order = 0 if part == "v" else heads
            tensor(f"{block}attn_{part}.weight", heads * head, HIDDEN, heads=order)
            if bias:
                tensor(f"{block}attn_{part}.bias", heads * head, heads=order)
        tensor(block + "attn_output.weight", HIDDEN, HEADS * head)
        if norms:
            tensor(block + "attn_q_norm.weight", head)
            tensor(block + "attn_k_norm.weight", head)
        tensor(block + "ffn_gate.weight", INTERMEDIATE, HIDDEN)
        tensor(block + "ffn_up.weight", INTERMEDIATE, HIDDEN)
        tensor(block + "ffn_down.weight", HIDDEN, INTERMEDIATE)
    tensor("output_norm.weight", HIDDEN)
    if not tied:
        tensor("output.weight", len(tokens), HIDDEN)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()

    config = AutoConfig.from_pretrained(out, gguf_file=path.name)
    config.head_dim = head  # transformers leaves attention.key_length out
    model = AutoModelForCausalLM.from_pretrained(out, gguf_file=path.name, config=config).float()
    if rope_factors:  # transformers leaves rope_freqs.weight out
        model.config.rope_scaling = {
            "rope_type": "llama3",
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        }
    model.save_pretrained(out / name)
    for extra in (out / name).iterdir():
        if extra.name not in ("config.json", "model.safetensors"):
            extra.unlink()


write("llama", "llama", head=4, tied=True, bias=False, norms=False)
write("llama3", "llama", head=16, tied=False, bias=False, norms=False, rope_factors=True)
write("qwen2", "qwen2", head=4, tied=False, bias=True, norms=False)
write("qwen3", "qwen3", head=8, tied=True, bias=False, norms=True)
