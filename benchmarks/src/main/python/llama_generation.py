"""Times llama.cpp over its low-level interface: prompts of 300 tokens, then answers of 64 tokens in
batches, all rows in one llama_decode a step, without sampling. Prints lines NAME TOKENS_PER_SECOND.

Usage: llama_generation.py MODEL THREADS
Needs llama-cpp-python.
"""

import random
import sys
import time

from llama_cpp import llama_cpp

PROMPT = 300
ANSWER = 64
ROWS = 32
ROUNDS = 3
VOCABULARY = 40_000


class Model:
    def __init__(self, path, threads):
        # Kept, so that Python does not free what the library calls.
        self.silence = llama_cpp.llama_log_callback(lambda level, text, data: None)
        llama_cpp.llama_log_set(self.silence, None)
        llama_cpp.llama_backend_init()
        self.model = llama_cpp.llama_model_load_from_file(
            path.encode(), llama_cpp.llama_model_default_params()
        )
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = ROWS * (PROMPT + ANSWER + 36)
        parameters.n_batch = 2048
        parameters.n_seq_max = ROWS
        parameters.n_threads = threads
        parameters.n_threads_batch = threads
        parameters.kv_unified = True
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        self.memory = llama_cpp.llama_get_memory(self.context)

    def decode(self, tokens):
        """Takes (token, position, row, whether its logits are wanted)."""
        batch = llama_cpp.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for i, (token, position, row, wanted) in enumerate(tokens):
            batch.token[i] = token
            batch.pos[i] = position
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = row
            batch.logits[i] = wanted
        if llama_cpp.llama_decode(self.context, batch) != 0:
            sys.exit("llama_decode failed")
        llama_cpp.llama_synchronize(self.context)
        llama_cpp.llama_batch_free(batch)

    def clear(self):
        llama_cpp.llama_memory_clear(self.memory, True)


def main():
    model = Model(sys.argv[1], int(sys.argv[2]))
    rng = random.Random(1)
    prompts = [[rng.randrange(100, VOCABULARY) for _ in range(PROMPT)] for _ in range(ROWS)]
    for rows in (1, 4, 16, 32):
        prefill = decode = float("inf")
        for _ in range(ROUNDS):
            model.clear()
            start = time.perf_counter()
            for row in range(rows):
                model.decode([(t, i, row, i == PROMPT - 1) for i, t in enumerate(prompts[row])])
            middle = time.perf_counter()
            for step in range(ANSWER):
                position = PROMPT + step
                model.decode([(prompts[row][step], position, row, True) for row in range(rows)])
            prefill = min(prefill, middle - start)
            decode = min(decode, time.perf_counter() - middle)
        print("decode-%d %.1f" % (rows, rows * ANSWER / decode))
    # Of the largest batch: one prompt after the other, as above.
    print("prefill %.1f" % (ROWS * PROMPT / prefill))


if __name__ == "__main__":
    main()
