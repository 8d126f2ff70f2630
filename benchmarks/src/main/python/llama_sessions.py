"""Times the sessions of a file of traces with llama.cpp. Prints a line: sessions RATE, in sessions a
minute.

Usage: llama_sessions.py usual|best TRACES MODEL THREADS
Needs llama-cpp-python.

usual: create_chat_completion, one session after the other, with its prompt cache.
best: the low-level interface, one sequence a session, all sessions in each batched step. Keys and
values stay between turns: those of the examples are computed once and copied; after each answer a
sequence is cut where the next prompt differs, which is before the documents. Nothing is sampled:
the recorded tokens are fed.
"""

import json
import sys
import time

import llama_cpp
from llama_context import Context

ROLES = {"DOCUMENTS": "system"}
BUDGET = 512  # tokens of a step, those of prompts included


def common(first, second):
    count = 0
    for one, other in zip(first, second):
        if one != other:
            break
        count += 1
    return count


def usual(sessions, path, threads, cache):
    model = llama_cpp.Llama(
        path, n_ctx=4096, n_threads=threads, n_threads_batch=threads, verbose=False
    )
    if cache:
        model.set_cache(llama_cpp.LlamaRAMCache())
    ends = {model.token_eos(): -1e9}
    start = time.perf_counter()
    for session in sessions:
        for step in session["steps"]:
            sampling = step["sampling"]
            model.create_chat_completion(
                [
                    {"role": ROLES.get(m["role"], m["role"].lower()), "content": m["text"]}
                    for m in step["messages"]
                ],
                temperature=sampling["temperature"],
                top_p=sampling["topP"],
                top_k=sampling["topK"],
                min_p=sampling["minP"],
                repeat_penalty=sampling["repetitionPenalty"],
                max_tokens=len(step["answer"]),
                logit_bias=ends,
                seed=1,
            )
    return time.perf_counter() - start


class Slot:
    """A session under way in a sequence."""

    def __init__(self, session, sequence, kept):
        self.steps = list(session["steps"])
        self.sequence = sequence
        self.kept = kept
        self.begin()

    def begin(self):
        self.step = self.steps.pop(0)
        self.written = 0
        # The last token is always fed, for its logits.
        self.at = min(common(self.kept, self.step["prompt"]), len(self.step["prompt"]) - 1)

    def prompt_left(self):
        return len(self.step["prompt"]) - self.at


def best(sessions, path, threads, rows, unified):
    positions = max(len(s["prompt"]) + len(s["answer"]) for t in sessions for s in t["steps"])
    positions = (positions + 255) // 256 * 256
    context = Context(path, threads, rows + 1, positions, unified)
    waiting = list(sessions)
    prompts = [s["steps"][0]["prompt"] for s in sessions]
    shared = prompts[0][: min(common(prompts[0], prompt) for prompt in prompts)]
    start = time.perf_counter()
    context.decode([(t, i, rows, False) for i, t in enumerate(shared)])
    free = list(range(rows))
    slots = []
    while waiting or slots:
        while waiting and free:
            sequence = free.pop(0)
            context.copy(rows, sequence)
            slots.append(Slot(waiting.pop(0), sequence, shared))
        tokens = []
        left = BUDGET
        written = []
        for slot in slots:
            prompt = slot.step["prompt"]
            if slot.prompt_left() == 0:
                position = len(prompt) + slot.written - 1
                token = slot.step["answer"][slot.written - 1]
                tokens.append((token, position, slot.sequence, True))
                written.append(slot)
                left -= 1
        for slot in slots:
            if slot.prompt_left() and left > 0:
                prompt = slot.step["prompt"]
                end = min(len(prompt), slot.at + left)
                for i in range(slot.at, end):
                    tokens.append((prompt[i], i, slot.sequence, i == len(prompt) - 1))
                left -= end - slot.at
                slot.at = end
                if end == len(prompt):
                    written.append(slot)
        context.decode(tokens)
        for slot in written:
            slot.written += 1
            if slot.written < len(slot.step["answer"]):
                continue
            # All but the last token of the answer were fed.
            slot.kept = slot.step["prompt"] + slot.step["answer"][:-1]
            if slot.steps:
                slot.begin()
                context.cut(slot.sequence, slot.at)
            else:
                slots.remove(slot)
                free.append(slot.sequence)
    return time.perf_counter() - start


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        sessions = [json.loads(line) for line in file]
    path, threads = sys.argv[3], int(sys.argv[4])
    if sys.argv[1] == "usual":
        seconds = usual(sessions, path, threads, True)
    else:
        rows = int(sys.argv[5]) if len(sys.argv) > 5 else 32
        seconds = best(sessions, path, threads, rows, "unified" in sys.argv)
    print("sessions %.2f" % (60 * len(sessions) / seconds))


if __name__ == "__main__":
    main()
