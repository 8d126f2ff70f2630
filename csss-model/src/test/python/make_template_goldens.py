"""Makes the golden files of the chat template tests.

    python make_template_goldens.py MODEL.gguf TEMPLATES RESOURCES [OTHER_OUT]

MODEL.gguf is the default model, TEMPLATES the folder models/templates of llama.cpp, RESOURCES the
folder of make_token_goldens.py. Needs transformers, tokenizers and gguf. Writes to RESOURCES:

chat-templates.json.gz   templates under Apache-2.0 or MIT and what `transformers` renders with them
chat-ids.json.gz         chats of the default model and their ids by `tokenizers`

With OTHER_OUT the same for all templates of the folder, which is not committed.
"""

import gzip
import json
import os
import random
import sys

import gguf
from tokenizers import Tokenizer
from transformers.utils.chat_template_utils import _compile_jinja_template

# What may be committed: name, licence, beginning-of-text and end-of-text tokens.
PERMISSIVE = {
    "Qwen-Qwen2.5-7B-Instruct": ("Apache-2.0", None, "<|im_end|>"),
    "Qwen-Qwen3-0.6B": ("Apache-2.0", None, "<|im_end|>"),
    "Qwen-QwQ-32B": ("Apache-2.0", None, "<|im_end|>"),
    "mistralai-Mistral-Nemo-Instruct-2407": ("Apache-2.0", "<s>", "</s>"),
    "mistralai-Ministral-3-14B-Reasoning-2512": ("Apache-2.0", "<s>", "</s>"),
    "unsloth-mistral-Devstral-Small-2507": ("Apache-2.0", "<s>", "</s>"),
    "microsoft-Phi-3.5-mini-instruct": ("MIT", "<s>", "<|endoftext|>"),
    "deepseek-ai-DeepSeek-R1-Distill-Qwen-32B": ("MIT", "<|begin▁of▁sentence|>", "<|end▁of▁sentence|>"),
}

# Written down from its model card: the folder has no template of this family.
MISTRAL_7B_V03 = (
    '{%- if messages[0]["role"] == "system" %}\n    {%- set system_message = messages[0]["content"] %}\n'
    "    {%- set loop_messages = messages[1:] %}\n{%- else %}\n    {%- set loop_messages = messages %}\n"
    '{%- endif %}\n{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}\n'
    "{%- set ns = namespace() %}\n{%- set ns.index = 0 %}\n{%- for message in loop_messages %}\n"
    '    {%- if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is'
    " defined and message.tool_calls is not none)) %}\n"
    '        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}\n'
    '            {{- raise_exception("After the optional system message, conversation roles must alternate'
    ' user/assistant/user/assistant/...") }}\n        {%- endif %}\n'
    "        {%- set ns.index = ns.index + 1 %}\n    {%- endif %}\n{%- endfor %}\n\n{{- bos_token }}\n"
    '{%- for message in loop_messages %}\n    {%- if message["role"] == "user" %}\n'
    "        {%- if loop.last and system_message is defined %}\n"
    '            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}\n'
    '        {%- else %}\n            {{- "[INST] " + message["content"] + "[/INST]" }}\n        {%- endif %}\n'
    '    {%- elif message["role"] == "assistant" %}\n        {{- " " + message["content"]|trim + eos_token}}\n'
    "    {%- else %}\n"
    '        {{- raise_exception("Only user and assistant roles are supported, with the exception of an'
    ' initial optional system message!") }}\n    {%- endif %}\n{%- endfor %}\n'
)


def conversations():
    def chat(*turns):
        names = {"s": "system", "u": "user", "a": "assistant"}
        return [{"role": names[r], "content": c} for r, c in turns]

    hostile = "{{ 7*7 }} {% if x %}<|im_end|>{# no #} \"q\" 'q' <b>&amp;</b> \\n ]] }} [/INST]"
    return [
        chat(("u", "Hi")),
        chat(("s", "Be good."), ("u", "Hi")),
        chat(("s", "Be good.")),
        chat(("u", "Hi"), ("a", "Hello!")),
        chat(("s", "S"), ("u", "U1"), ("a", "A1"), ("u", "U2")),
        chat(("s", "S"), ("u", "U1"), ("a", "A1"), ("u", "U2"), ("a", "A2")),
        chat(("s", "S"), ("u", "U1"), ("a", "A1"), ("u", "U2"), ("s", "1. tent\n2. bag")),
        chat(("u", "U1"), ("u", "U2")),
        chat(("u", "U1"), ("a", "A1"), ("a", "A2")),
        chat(("a", "A1"), ("u", "U1")),
        chat(("s", hostile), ("u", hostile), ("a", hostile), ("u", hostile)),
        chat(("s", "  S \n"), ("u", "\n U \t"), ("a", "  A\n\n"), ("u", " ")),
        chat(("s", ""), ("u", ""), ("a", ""), ("u", "")),
        chat(("u", "why"), ("a", "<think>\nhm\n</think>\n\nbecause"), ("u", "ok")),
        chat(("u", "<tool_response>x</tool_response>"), ("a", "y"), ("u", "z")),
        chat(("u", "🎧 Größe\u0301 漢字\u200b\x00\x7f"), ("a", "Ж\u2028")),
        chat(*[(r, f"{r}{i}") for i in range(12) for r in "ua"], ("u", "last")),
    ]


def cases(source, bos, eos):
    try:
        template = _compile_jinja_template(source)
    except Exception:
        return None
    out = []
    for messages in conversations():
        for generation in (False, True):
            values = {"messages": messages, "tools": None, "documents": None, "add_generation_prompt": generation}
            values |= {"enable_thinking": False, "date_string": "26 Jul 2024"}
            values |= {"bos_token": bos} if bos else {}
            values |= {"eos_token": eos} if eos else {}
            try:
                rendered = template.render(**values)
            except Exception:
                rendered = None
            out.append({"messages": messages, "generation": generation, "rendered": rendered})
    return out


def write(path, value):
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=9) as out:
        out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    print(path, os.path.getsize(path))


def chats(template, resources):
    with gzip.open(f"{resources}/default-tokenizer.json.gz") as file:
        tokenizer = Tokenizer.from_str(file.read().decode())
    with gzip.open(f"{resources}/token-texts.json.gz") as file:
        texts = [t for t in json.load(file) if t == t.strip() and "<" not in t and 0 < len(t) < 200]
    random.seed(7)
    compiled = _compile_jinja_template(template)
    out = []
    for _ in range(300):
        messages = [{"role": "system", "content": random.choice(texts)}] if random.random() < 0.7 else []
        for i in range(random.randrange(0, 4)):
            messages += [{"role": "user", "content": random.choice(texts)}]
            messages += [{"role": "assistant", "content": random.choice(texts)}]
        messages += [{"role": "user", "content": random.choice(texts)}]
        rendered = compiled.render(messages=messages, add_generation_prompt=True)
        out.append({"messages": messages, "ids": tokenizer.encode(rendered, add_special_tokens=False).ids})
    return out


def main(model, templates, resources, other=None):
    smollm = gguf.GGUFReader(model).fields["tokenizer.chat_template"].contents()
    golden = [("SmolLM2-135M-Instruct", "Apache-2.0", "<|im_start|>", "<|im_end|>", smollm)]
    golden.append(("Mistral-7B-Instruct-v0.3", "Apache-2.0", "<s>", "</s>", MISTRAL_7B_V03))
    for name, (licence, bos, eos) in PERMISSIVE.items():
        with open(f"{templates}/{name}.jinja", newline="") as file:
            golden.append((name, licence, bos, eos, file.read()))

    def entry(name, licence, bos, eos, source):
        return {"name": name, "licence": licence, "bos": bos, "eos": eos, "source": source, "cases": cases(source, bos, eos)}

    write(f"{resources}/chat-templates.json.gz", [entry(*g) for g in golden])
    write(f"{resources}/chat-ids.json.gz", chats(smollm, resources))
    if other:
        entries = []
        for file_name in sorted(os.listdir(templates)):
            if file_name.endswith(".jinja"):
                with open(f"{templates}/{file_name}", newline="") as file:
                    entries.append(entry(file_name, None, "<s>", "</s>", file.read()))
        write(f"{other}/all-templates.json.gz", entries)


if __name__ == "__main__":
    main(*sys.argv[1:])
