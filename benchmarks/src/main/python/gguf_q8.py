"""Writes a GGUF file anew with its matrices in Q8_0, which is the form that llama.cpp is timed with.

Usage: gguf_q8.py MODEL TARGET
Needs gguf.
"""

import sys

import gguf
import numpy

SKIPPED = ("GGUF.", "general.architecture", "general.file_type", "general.quantization_version")
Q8_0 = gguf.GGMLQuantizationType.Q8_0


def main():
    reader = gguf.GGUFReader(sys.argv[1])
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(sys.argv[2], architecture)
    for field in reader.fields.values():
        if not field.name.startswith(SKIPPED):
            kind = field.types[0]
            element = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), kind, sub_type=element)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    for tensor in reader.tensors:
        numbers = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
        if numbers.ndim == 2:
            writer.add_tensor(tensor.name, gguf.quants.quantize(numbers, Q8_0), raw_dtype=Q8_0)
        else:
            writer.add_tensor(tensor.name, numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
