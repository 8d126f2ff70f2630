"""Log-probabilities that transformers and peft give the texts in a JSON file.

Usage: trained_logits.py CASES. A case has the directory of a model, that of an adapter or null, the
tokens of prompt and text, and how many are the prompt's. Prints a JSON array of arrays.
Needs torch, transformers and peft.
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

torch.manual_seed(0)
results = []
with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)
for case in cases:
    model = AutoModelForCausalLM.from_pretrained(case["model"], dtype=torch.float32)
    if case["adapter"] is not None:
        model = PeftModel.from_pretrained(model, case["adapter"])
    model.eval()
    with torch.no_grad():
        logits = model(torch.tensor([case["tokens"]])).logits[0].double()
    rows = torch.log_softmax(logits, dim=-1)
    start = case["prompt"]
    results.append(
        [float(rows[i - 1, case["tokens"][i]]) for i in range(start, len(case["tokens"]))]
    )
print(json.dumps(results))
