"""Figures of merit: telling answerable from unanswerable, calibration, exact match and F1. Pure functions."""
from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 10
PUNCTUATION = frozenset(string.punctuation + "–’‘“”")


def area_under_curve(scores: ArrayLike, positive: ArrayLike) -> float:
    """Chance that a positive outscores a negative, 0 to 1, by the rank sum (Mann and Whitney 1947).

    NaN when one of the two is missing. Equal scores count in the order given, not half.
    """
    values, labels = np.asarray(scores, float), np.asarray(positive, bool)
    positives, negatives = int(labels.sum()), int((~labels).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def refusal(scores: ArrayLike, answerable: ArrayLike, answered: float = 0.9) -> tuple[float, float]:
    """Share of the unanswerable below the threshold that keeps at least `answered` of the answerable; that threshold.

    There must be at least one of each.
    """
    values, labels = np.asarray(scores, float), np.asarray(answerable, bool)
    threshold = float(np.sort(values[labels])[int((1 - answered) * labels.sum())])
    return float((values[~labels] < threshold).mean()), threshold


def exact_match(answer: str, gold: str) -> bool:
    """Whether both are the same but for case, punctuation, articles and spaces, as SQuAD judges it."""
    return _answer_form(answer) == _answer_form(gold)


def token_f1(answer: str, gold: str) -> float:
    """Harmonic mean of precision and recall of words, 0 to 1, as SQuAD computes it (Rajpurkar et al. 2016)."""
    words, gold_words = _answer_form(answer).split(), _answer_form(gold).split()
    common = (Counter(words) & Counter(gold_words)).total()
    return 2 * common / (len(words) + len(gold_words)) if common else 0.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """P(answerable) = sigmoid(weight x score + bias)."""

    weight: float
    bias: float

    def probabilities(self, scores: ArrayLike) -> NDArray[np.float64]:
        """The probability for each score."""
        return 1 / (1 + np.exp(-(self.weight * np.asarray(scores, float) + self.bias)))


def fit_logistic(scores: ArrayLike, answerable: ArrayLike) -> Logistic:
    """The logistic function of greatest likelihood, by 50 Newton steps on standardised scores.

    A ridge of 1e-6 keeps a step finite; scores that separate the two perfectly have no finite best weight, and get a
    large one.
    """
    values, labels = np.asarray(scores, float), np.asarray(answerable, float)
    mean, deviation = values.mean(), values.std() or 1.0
    standard = (values - mean) / deviation
    design = np.stack([standard, np.ones_like(standard)], axis=1)
    parameters = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(design @ parameters)))
        gradient = design.T @ (chance - labels)
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-6 * np.eye(2)
        parameters = parameters - np.linalg.solve(hessian, gradient)
    weight, bias = parameters
    return Logistic(float(weight / deviation), float(bias - weight * mean / deviation))


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of one tenth of the scale: their mean, what was true, how many."""

    predicted: float
    observed: float
    count: int


def reliability(probabilities: ArrayLike, outcomes: ArrayLike) -> list[Bin]:
    """The bins that are not empty, from low to high."""
    chances, labels = np.asarray(probabilities, float), np.asarray(outcomes, float)
    numbers = np.minimum((chances * BINS).astype(int), BINS - 1)
    filled = [here for here in (numbers == number for number in range(BINS)) if here.any()]
    return [Bin(float(chances[here].mean()), float(labels[here].mean()), int(here.sum())) for here in filled]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean distance of predicted and observed, weighted by how many (Guo et al. 2017)."""
    return sum(abs(each.predicted - each.observed) * each.count for each in bins) / sum(each.count for each in bins)


def brier_score(probabilities: ArrayLike, outcomes: ArrayLike) -> float:
    """Mean squared distance of probability and outcome, 0 to 1, less is better (Brier 1950)."""
    return float(((np.asarray(probabilities, float) - np.asarray(outcomes, float)) ** 2).mean())


def _answer_form(text: str) -> str:
    plain = "".join(letter for letter in text.lower() if letter not in PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())
