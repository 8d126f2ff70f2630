"""Times llama.cpp over its low-level interface: prompts of 300 tokens, then answers of 64 tokens in
batches, all rows in one llama_decode a step, without sampling. Prints lines NAME TOKENS_PER_SECOND.

Usage: llama_generation.py MODEL THREADS
Needs llama-cpp-python.
"""

import random
import sys
import time

from llama_context import Context

PROMPT = 300
ANSWER = 64
ROWS = 32
ROUNDS = 3
VOCABULARY = 40_000


def main():
    model = Context(sys.argv[1], int(sys.argv[2]), ROWS, PROMPT + ANSWER + 36, unified=True)
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
