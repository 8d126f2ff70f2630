"""Writes the files that TensorGoldensTest reads: GGUF files with every supported type (versions 3
and 2), a sharded safetensors checkpoint, and the float32 values that Python reads from them.

Needs: pip install gguf==0.19.0 safetensors torch numpy
Run:   python make_tensor_goldens.py ../resources/io/github/llmcsss/model
       optionally with the path of the default model's GGUF file as second argument
"""
import hashlib
import json
import pathlib
import struct
import sys

import gguf
import numpy as np
import torch
from gguf.quants import dequantize, quantize
from safetensors.torch import save_file

out = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(7)
Q = gguf.GGMLQuantizationType
TYPES = [Q.F32, Q.F16, Q.BF16, Q.Q4_0, Q.Q4_1, Q.Q5_0, Q.Q5_1, Q.Q8_0, Q.Q4_K, Q.Q5_K, Q.Q6_K]


def blocks(qtype, rows, columns):
    """Quantised data: real where the package can quantise, otherwise random bits with sane scales."""
    values = rng.standard_normal((rows, columns)).astype(np.float32)
    try:
        return quantize(values, qtype)
    except NotImplementedError:
        block, size = gguf.GGML_QUANT_SIZES[qtype]
        raw = rng.integers(0, 256, (rows, columns // block, size), dtype=np.uint8)
        half = np.float16(0.0371).view(np.uint16).tobytes()
        at = [208] if qtype == Q.Q6_K else [0, 2]
        for a in at:
            raw[:, :, a : a + 2] = np.frombuffer(half, np.uint8)
        return raw.reshape(rows, -1)


path = out / "types-v3.gguf"
writer = gguf.GGUFWriter(path, "llama")
writer.add_uint32("test.integer", 42)
writer.add_float32("test.float", 0.5)
writer.add_array("test.strings", ["a", "\u00e9", ""])
expected = []
for qtype in TYPES:
    rows, columns = 3, 512
    data = blocks(qtype, rows, columns)
    name = f"t.{qtype.name}"
    writer.add_tensor(name, data, raw_dtype=qtype)
    expected.append(dequantize(data, qtype).astype("<f4").reshape(-1))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
np.concatenate(expected).tofile(out / "types.f32")
raw = bytearray(path.read_bytes())
raw[4:8] = struct.pack("<I", 2)  # versions 2 and 3 differ in nothing but the number, little-endian
(out / "types-v2.gguf").write_bytes(raw)

shards = out / "sharded"
shards.mkdir(exist_ok=True)
first = {"a": torch.from_numpy(rng.standard_normal((4, 6)).astype(np.float32))}
second = {
    "b": torch.from_numpy(rng.standard_normal((5,)).astype(np.float32)).to(torch.bfloat16),
    "c": torch.from_numpy(rng.standard_normal((2, 3, 4)).astype(np.float32)).to(torch.float16),
}
save_file(first, shards / "model-00001-of-00002.safetensors")
save_file(second, shards / "model-00002-of-00002.safetensors")
index = {
    "metadata": {},
    "weight_map": {
        "a": "model-00001-of-00002.safetensors",
        "b": "model-00002-of-00002.safetensors",
        "c": "model-00002-of-00002.safetensors",
    },
}
(shards / "model.safetensors.index.json").write_text(json.dumps(index))
values = [first["a"], second["b"], second["c"]]
np.concatenate([v.float().numpy().reshape(-1) for v in values]).astype("<f4").tofile(
    shards / "expected.f32"
)

if len(sys.argv) > 2:  # digests of the default model's tensors, in the Hugging Face order of rows
    digests = {}
    reader = gguf.GGUFReader(sys.argv[2])
    heads = {"attn_q": 9, "attn_k": 3}
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype("<f4")
        for part, n in heads.items():
            if f".{part}.weight" in tensor.name:
                shape = values.shape
                values = values.reshape(n, shape[0] // n // 2, 2, *shape[1:]).swapaxes(1, 2)
                values = np.ascontiguousarray(values).reshape(shape)
        if tensor.name in ("token_embd.weight", "output_norm.weight") or ".0." in tensor.name:
            digests[tensor.name] = hashlib.sha256(values.tobytes()).hexdigest()
    (out / "default-model-digests.json").write_text(json.dumps(digests, indent=1) + "\n")
