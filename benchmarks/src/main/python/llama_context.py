"""llama.cpp over its low-level interface. Needs llama-cpp-python."""

import sys

from llama_cpp import llama_cpp as low


class Context:
    def __init__(self, path, threads, sequences, positions, unified):
        # Kept, so that Python does not free what the library calls.
        self.silence = low.llama_log_callback(lambda level, text, data: None)
        low.llama_log_set(self.silence, None)
        low.llama_backend_init()
        self.model = low.llama_model_load_from_file(
            path.encode(), low.llama_model_default_params()
        )
        parameters = low.llama_context_default_params()
        parameters.n_ctx = sequences * positions
        parameters.n_batch = 2048
        parameters.n_seq_max = sequences
        parameters.n_threads = threads
        parameters.n_threads_batch = threads
        parameters.kv_unified = unified
        self.context = low.llama_init_from_model(self.model, parameters)
        if not self.context:
            sys.exit("llama.cpp cannot make a context")
        self.memory = low.llama_get_memory(self.context)
        self.batch = low.llama_batch_init(2048, 0, 1)

    def decode(self, tokens):
        """Takes (token, position, sequence, whether its logits are wanted)."""
        batch = self.batch
        batch.n_tokens = len(tokens)
        for i, (token, position, sequence, wanted) in enumerate(tokens):
            batch.token[i] = token
            batch.pos[i] = position
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = sequence
            batch.logits[i] = wanted
        if low.llama_decode(self.context, batch) != 0:
            sys.exit("llama_decode failed")
        low.llama_synchronize(self.context)

    def clear(self):
        low.llama_memory_clear(self.memory, True)

    def copy(self, source, target):
        low.llama_memory_seq_rm(self.memory, target, -1, -1)
        low.llama_memory_seq_cp(self.memory, source, target, -1, -1)

    def cut(self, sequence, position):
        low.llama_memory_seq_rm(self.memory, sequence, position, -1)
