"""Random samples and ratings with what scipy, statsmodels and krippendorff say of them, as JSON lines.

Usage: statistics_cases.py SEED CASES > statistics_cases.jsonl
Needs scipy, statsmodels and krippendorff.
"""

import json
import sys
import warnings

import krippendorff
import numpy as np
from scipy import stats
from statsmodels.stats import inter_rater, multitest

warnings.filterwarnings("ignore")


def number(value):
    return None if not np.isfinite(value) else float(value)


def paired(rng):
    n = int(rng.integers(2, 11))
    digits = int(rng.integers(0, 4))
    a = np.round(rng.random(n) * 3, digits)
    b = np.round(rng.random(n) * 3, digits)
    exact = stats.permutation_test(
        (a, b), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=np.inf
    )
    return {
        "kind": "paired",
        "a": a.tolist(),
        "b": b.tolist(),
        "randomisation": number(exact.pvalue),
        "t": number(stats.ttest_rel(a, b).pvalue),
        "spearman": number(stats.spearmanr(a, b).statistic),
        "kendall": number(stats.kendalltau(a, b).statistic),
    }


def several(rng):
    p = np.round(rng.random(int(rng.integers(1, 9))) ** 3, 3)
    return {
        "kind": "several",
        "p": p.tolist(),
        "holm": multitest.multipletests(p, method="holm")[1].tolist(),
        "bh": multitest.multipletests(p, method="fdr_bh")[1].tolist(),
    }


def ratings(rng):
    raters, units = int(rng.integers(2, 6)), int(rng.integers(2, 13))
    data = rng.integers(1, 5, (raters, units)).astype(float)
    data[rng.random((raters, units)) < 0.2] = np.nan
    result = {"kind": "ratings", "ratings": [[number(v) for v in row] for row in data]}
    for level in ["nominal", "ordinal", "interval"]:
        try:
            alpha = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        except ValueError:
            return ratings(rng)
        result[level] = number(alpha)
    return result


def labels(rng):
    units = int(rng.integers(2, 20))
    a, b = rng.integers(0, 3, units), rng.integers(0, 3, units)
    table = np.zeros((3, 3))
    np.add.at(table, (a, b), 1)
    raters = int(rng.integers(2, 6))
    counts = np.array([np.bincount(rng.integers(0, 4, raters), minlength=4) for _ in range(units)])
    return {
        "kind": "labels",
        "a": a.tolist(),
        "b": b.tolist(),
        "cohen": number(inter_rater.cohens_kappa(table).kappa),
        "counts": counts.tolist(),
        "fleiss": number(inter_rater.fleiss_kappa(counts)),
    }


def main():
    rng = np.random.default_rng(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        for make in (paired, several, ratings, labels):
            print(json.dumps(make(rng)))


if __name__ == "__main__":
    main()
