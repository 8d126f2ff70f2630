"""Writes the golden file of PythonLiteralTest: literals with what Python itself reads in them.

Run: python3 make_python_literals.py ../resources/io/github/llmcsss/core/data/python-literals.jsonl
Each line is a JSON object: "literal" is the text, "value" what ast.literal_eval gives (tuples as
lists), missing where it refuses the text.
"""

import ast
import json
import random
import sys

SPECIAL = [
    "{}", "[]", "()", "(1,)", "(1)", "((2))", "[1, 2,]", "{'a': 1,}", "{'a': {'b': [(), None, True]}}",
    "''", '""', "'it\\'s'", '"it\'s"', "'say \"x\"'", "u'caf\\xe9'", "U\"\\u20ac\"", "'\\U0001f600'",
    "'\\ud83d\\ude00'", "'\\a\\b\\f\\n\\r\\t\\v\\\\'", "'\\0\\12\\101\\377\\8'", "'\\d\\.\\ '",
    "'\\x4'", "'\\u12'", "'\\U00110000'", "'\\U0000'", "'open", "\"open'", "'a' ", " 'a'", "0", "-0", "00", "007",
    "12345678901234567890", "-9223372036854775808", "1.", ".5", "1.5e3", "1e400", "-1E-7", "1e", ".",
    "--1", "1 2", "True", "False", "None", "true", "null", "Truex", "NoneNone", "{'a'}", "{'a' 1}", "{'a':}",
    "{1}", "[1 2]", "[1,,2]", "[,]", "(,)", "[1", "{'a': 1", "]", "", " ", "{'a': 1} x", "[1]]", "u 'a'",
    "x'a'", "'\u2028 \u0085 \u00a0'", "'\u00e9\U0001f600'", "{'a': 1, 'a': 2}", "[ 1\t, 2 ]", "nan", "inf",
]


def random_value(rng, depth):
    kind = rng.randrange(9 if depth else 6)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.randrange(-10**6, 10**6)
    if kind == 2:
        return rng.choice([rng.uniform(-1e6, 1e6), rng.random() * 10 ** rng.randrange(-300, 300)])
    if kind < 6:
        alphabet = "abc '\"\\\n\t\r\x00\x07\x1b\x7f\u0085\u00e9\u2028\u20ac\U0001f600{}[](),:u"
        return "".join(rng.choice(alphabet) for _ in range(rng.randrange(12)))
    size = rng.randrange(4)
    if kind == 6:
        return [random_value(rng, depth - 1) for _ in range(size)]
    if kind == 7:
        return tuple(random_value(rng, depth - 1) for _ in range(size))
    return {random_value(rng, 0).__repr__(): random_value(rng, depth - 1) for _ in range(size)}


def main(path):
    rng = random.Random(2014)
    literals = SPECIAL + [repr(random_value(rng, 4)) for _ in range(300)]
    literals += [ascii(random_value(rng, 4)) for _ in range(100)]
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for literal in literals:
            line = {"literal": literal}
            try:
                # A space before is no indentation in a line of data.
                value = ast.literal_eval(literal.strip())
                json.dumps(value)  # sets are read by Python, but no repr of the files has one
                line["value"] = value
            except (ValueError, SyntaxError, TypeError):
                pass
            # JSON has no infinity: it becomes what Java reads as infinity.
            out.write(json.dumps(line).replace("Infinity", "1e999") + "\n")


main(sys.argv[1])
