"""Trains the tiny model of the test kit on toy shopping conversations about the small catalogue.

    python3 train_tiny_model.py CATALOGUE.tsv OUTPUT_DIRECTORY [STEPS]

Needs torch, transformers and tokenizers; takes twenty minutes on one core. The conversations are
composed here; nothing is downloaded. Written: config.json, generation_config.json,
tokenizer.json, tokenizer_config.json, model.safetensors (F16); these are the resources of the
test kit. Also greedy.json, what transformers writes greedily (fp32 arithmetic on the F16 weights):
tiny-model-greedy.json of the integration tests.
"""

import csv
import json
import pathlib
import random
import sys
import time

import tokenizers
import torch
import transformers

CONTEXT = 2048
VOCABULARY = 704
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content']"
    " + '<|im_end|>' + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
# The first is that of the synthesizer's transcript layout; the others keep the model from depending
# on it. The need stands at its end here, where the layout had it when the model was trained; now the
# layout has it in a message of its own, which the model takes as well.
SYSTEMS = [
    "A chat in an online store. The shopper writes one short message at a time. The shopping"
    " assistant recommends one product from the list by its name and says in one short"
    " sentence why it fits.",
    "A shopper talks to a shop assistant.",
    "A conversation in an online store between a shopper and a shopping assistant.",
]
NEED = " The shopper is looking for this: "
# What the transcript layout puts before every session.
EXAMPLES = [
    (
        "clothing winter gloves",
        "Products:\n- Halden Alpine Fleece Gloves, $18.00. Windproof; soft fleece inside\n"
        "- Rimo Knit Mittens, $9.50. Merino wool; wash by hand",
        "I recommend the Halden Alpine Fleece Gloves for $18.00: they are windproof and have soft"
        " fleece inside.",
    ),
    (
        "They look warm, but do you have something cheaper?",
        "Products:\n- Rimo Knit Mittens, $9.50. Merino wool; wash by hand\n"
        "- Halden Alpine Fleece Gloves, $18.00. Windproof; soft fleece inside",
        "Yes, the Rimo Knit Mittens cost only $9.50 and are made of merino wool.",
    ),
    (
        "Can I put them in the washing machine?",
        "Products:\n- Rimo Knit Mittens, $9.50. Merino wool; wash by hand\n"
        "- Halden Alpine Fleece Gloves, $18.00. Windproof; soft fleece inside",
        "No, the Rimo Knit Mittens should be washed by hand.",
    ),
    (
        "cycling accessories bike locks",
        "Products:\n- Velo Loop Bike Lock, $24.90. Steel cable, 120 cm; two keys\n"
        "- Kestrel Fold Lock, $41.00. Hardened steel; fits in a pocket",
        "The Velo Loop Bike Lock for $24.90 is a good choice: its steel cable is 120 cm long and it"
        " comes with two keys.",
    ),
    (
        "I would like one that is stronger and easy to carry.",
        "Products:\n- Kestrel Fold Lock, $41.00. Hardened steel; fits in a pocket\n"
        "- Velo Loop Bike Lock, $24.90. Steel cable, 120 cm; two keys",
        "Then take the Kestrel Fold Lock for $41.00: it is made of hardened steel and fits in a"
        " pocket.",
    ),
]
ANSWERS = [
    "The {title} fits well: {feature}. It costs ${price}.",
    "I recommend the {title}. {description}",
    "The {title} is a good choice for ${price}. {description}",
    "How about the {title}? {feature}, for ${price}.",
]
QUESTIONS = {
    "cheaper": ["Do you have something cheaper?", "That is a bit expensive. Is there a cheaper one?"],
    "other": ["Can you show me another one?", "I do not like {brand}. What else do you have?"],
    "better": ["Is there a better one?", "I can spend more. What is the best one?"],
    "brand": ["Do you have one by {brand}?", "I would like one by {brand}."],
    "feature": ["I need this: {feature}.", "Is there one with this: {feature}?"],
}
FAREWELLS = [
    "Great, I'll take it. Thanks!",
    "Perfect, I will take the {short}.",
    "That is all I need for now. Goodbye!",
    "No, I'll look elsewhere. Bye!",
    "Thank you, that was very helpful.",
]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        products = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for product in products:
        product["categories"] = product["categories"].split(">")
        product["features"] = product["features"].split("|")
    return products


def rendered(products):
    lines = []
    for product in products:
        features = "; ".join(product["features"][:2])
        lines.append(f"- {product['title']}, ${product['price']}. {features}")
    return "Products:\n" + "\n".join(lines)


def answer(rng, product):
    return rng.choice(ANSWERS).format(
        title=product["title"],
        feature=rng.choice(product["features"]),
        price=product["price"],
        description=product["description"],
    )


def seed(rng, product):
    words = " ".join(product["categories"]).lower().split()
    path = [word for i, word in enumerate(words) if word not in words[:i]]
    last = product["categories"][-1].lower()
    return rng.choice([" ".join(path), " ".join(path[1:]), last, f"I am looking for {last}."])


def next_question(rng, shelf, current):
    """What the shopper says next, and the product that answers it."""
    price = float(current["price"])
    others = [p for p in shelf if p is not current]
    choices = {
        "cheaper": [p for p in others if float(p["price"]) < price],
        "other": [p for p in others if p["brand"] != current["brand"]],
        "better": [p for p in others if float(p["price"]) > price],
        "brand": [p for p in others if p["brand"] != current["brand"]],
        "feature": others,
    }
    kind = rng.choice([kind for kind, products in choices.items() if products])
    product = rng.choice(choices[kind])
    brand = current["brand"] if kind == "other" else product["brand"]
    text = rng.choice(QUESTIONS[kind])
    return text.format(brand=brand, feature=rng.choice(product["features"])), product


def session(rng, products):
    """The messages of one session; the documents of a turn stand beside its answer."""
    product = rng.choice(products)
    shelf = [p for p in products if p["categories"] == product["categories"]]
    user = seed(rng, product)
    turns = []
    for _ in range(rng.randint(1, 4)):
        found = [product] + rng.sample([p for p in products if p is not product], 2)
        if rng.random() < 0.7:
            found = [product] + rng.sample([p for p in shelf if p is not product], 2)
        rng.shuffle(found)
        shown = found[: rng.choice([3, 3, 2])] if product in found[:2] else found
        turns.append((user, rendered(shown), answer(rng, product)))
        user, product = next_question(rng, shelf, product)
    system = rng.choice(SYSTEMS[:1] * 2 + SYSTEMS[1:])
    return system, turns, rng.choice(FAREWELLS).format(short=short_name(turns[-1][2]))


def short_name(reply):
    """The product of an answer, without what stands after a comma."""
    name = reply.split(",")[0].split(".")[0].replace("I recommend the ", "").replace("The ", "")
    return name.split(" fits")[0].split(" is a")[0].replace("How about the ", "").split("?")[0]


def chat(messages):
    """The chat format; documents come as a system message."""
    roles = {"documents": "system"}
    return "".join(f"<|im_start|>{roles.get(r, r)}\n{t}<|im_end|>\n" for r, t in messages)


def beginning(rng, system):
    """What stands before a session: the system message and, in every third, the examples."""
    messages = [("system", system)]
    if rng.random() < 1 / 3:
        for user, documents, reply in EXAMPLES:
            messages += [("user", user), ("documents", documents), ("assistant", reply)]
    return messages


def with_need(rng, messages, product):
    facts = [product["categories"][-1].lower()] + rng.sample(product["features"], 1)
    return [("system", messages[0][1] + NEED + "; ".join(facts).lower())] + messages[1:]


def texts(rng, products):
    """All that is trained of one session, each with what is only read before it: answers with
    their documents, and the shopper's turns."""
    system, turns, farewell = session(rng, products)
    before = beginning(rng, system)
    transcript = []
    result = []
    for user, documents, reply in turns:
        transcript.append(("user", user))
        result.append((before, transcript + [("documents", documents), ("assistant", reply)]))
        transcript.append(("assistant", reply))
    if rng.random() < 0.5:
        before = with_need(rng, before, rng.choice(products))
    result.append((before, transcript + [("user", farewell)]))
    return [(chat(only_read), chat(learnt)) for only_read, learnt in result]


def train_tokenizer(corpus):
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    plain = [text.replace("<|im_start|>", "\n").replace("<|im_end|>", "\n") for text in corpus]
    tokenizer.train_from_iterator(
        plain,
        tokenizers.trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
            initial_alphabet=sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet()),
            show_progress=False,
        ),
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=TEMPLATE,
        model_max_length=CONTEXT,
        clean_up_tokenization_spaces=False,
    )


def new_model(tokenizer):
    return transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=3,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            max_position_embeddings=CONTEXT,
            rope_theta=10000.0,
            rms_norm_eps=1e-5,
            initializer_range=0.05,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=tokenizer.convert_tokens_to_ids("<|im_end|>"),
            pad_token_id=tokenizer.convert_tokens_to_ids("<|endoftext|>"),
        )
    )


def train(model, tokenizer, corpus, rng, steps):
    encoded = [
        (tokenizer(before)["input_ids"], tokenizer(text)["input_ids"]) for before, text in corpus
    ]
    encoded.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
    print(f"{len(encoded)} texts, longest {len(encoded[-1][0]) + len(encoded[-1][1])} tokens")
    start = tokenizer.convert_tokens_to_ids("<|im_start|>")
    system = tokenizer.convert_tokens_to_ids(tokenizer.tokenize("system"))[0]
    size = 12
    optimizer = torch.optim.AdamW(model.parameters(), lr=6e-3, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=steps, pct_start=0.1)
    began = time.time()
    for step in range(steps):
        at = rng.randrange(len(encoded) - size)
        batch = encoded[at : at + size]
        rows = [before + text for before, text in batch]
        length = len(rows[-1])
        ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
        labels = torch.tensor([row + [-100] * (length - len(row)) for row in rows])
        logits = model(input_ids=ids).logits[:, :-1]
        losses = torch.nn.functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), labels[:, 1:].reshape(-1), reduction="none"
        )
        # Answers and questions count full, what is only read (documents, what stands before) little.
        weight = torch.tensor(
            [[0.01] * len(b) + weights(t, length - len(b), start, system) for b, t in batch]
        )
        weight = weight[:, 1:].reshape(-1)
        loss = (losses * weight).sum() / weight.sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(f"step {step} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)


def weights(row, length, start, system):
    result = []
    read_only = False
    for i, token in enumerate(row):
        if token == start and i + 1 < len(row):
            read_only = row[i + 1] == system
        result.append(0.1 if read_only else 1.0)
    return result + [0.0] * (length - len(row))


def greedy(model, tokenizer, rng, products):
    """Prompts as messages, with the ids that transformers makes of them and writes after them."""
    cases = []
    for _ in range(6):
        system, turns, _ = session(rng, products)
        transcript = beginning(rng, system)
        for user, documents, reply in turns[:2]:
            transcript.append(("user", user))
            cases.append(("assistant", transcript + [("documents", documents)]))
            transcript.append(("assistant", reply))
            cases.append(("user", list(transcript)))
    result = []
    for role, messages in cases:
        text = chat(messages)
        prompt = tokenizer(text + f"<|im_start|>{role}\n")["input_ids"]
        ids = list(prompt)
        margins = []
        with torch.no_grad():
            while len(ids) - len(prompt) < 40:
                best = model(torch.tensor([ids])).logits[0, -1].topk(2)
                margins.append((best.values[0] - best.values[1]).item())
                ids.append(best.indices[0].item())
                if ids[-1] == tokenizer.eos_token_id:
                    break
        written = ids[len(prompt) :]
        print(f"[{role}] {messages[-1][1][-80:]!r} -> {tokenizer.decode(written)!r}")
        result.append(
            {
                "next": role,
                "messages": [{"role": r, "text": t} for r, t in messages],
                "prompt": prompt,
                "tokens": written,
                "smallestMargin": min(margins),
            }
        )
    return result


def main():
    catalogue, output = sys.argv[1], pathlib.Path(sys.argv[2])
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 2400
    output.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(1)
    rng = random.Random(1)
    products = read(catalogue)
    corpus = [text for _ in range(600) for text in texts(rng, products)]
    tokenizer = train_tokenizer([before + text for before, text in corpus])
    model = new_model(tokenizer)
    train(model, tokenizer, corpus, rng, steps)
    model.half().generation_config = transformers.GenerationConfig(
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id
    )
    model.save_pretrained(output)
    tokenizer.save_pretrained(output)
    for extra in ["special_tokens_map.json", "chat_template.jinja"]:
        (output / extra).unlink(missing_ok=True)
    config = json.loads((output / "tokenizer_config.json").read_text())
    config["chat_template"] = TEMPLATE
    (output / "tokenizer_config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n")
    compact = json.loads((output / "tokenizer.json").read_text())
    (output / "tokenizer.json").write_text(json.dumps(compact, ensure_ascii=False, separators=(",", ":")) + "\n")
    cases = greedy(model.float(), tokenizer, rng, products)
    (output / "greedy.json").write_text(json.dumps(cases, indent=0, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
