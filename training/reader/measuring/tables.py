"""The report: tables in Markdown of what the reader adds to retrieval, with weights chosen on the dev half alone."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measuring.metrics import (area_under_curve, brier_score, calibration_error, exact_match, fit_logistic, refusal,
                               reliability, token_f1)
from measuring.sets import HALVES
from text import folded_spaces

Scores = NDArray[np.floating]
"""[candidates]: one score for each sentence of the kept passages."""
EVIDENCE_WEIGHTS = (0, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16)
COSINE_WEIGHTS = (0, 2, 4, 6, 8, 10, 14, 18, 24, 32, 40)
FITTED_ON = ("squad2", "clapnq")
"""Sets with enough unanswerable questions to fit the answerability on."""
SPAN_SETS = ("squad2", "nq_gold", "xquad")
"""Sets whose gold answers are short."""
LEAST_UNANSWERABLE = 20
"""A set with fewer unanswerable questions, both halves together, is left out of the tables of answerability."""
NOT_TUNED_ON = "scifact"
"""Statements, not questions: weights are not chosen on them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question with everything that the tables need."""

    half: str
    answerable: bool
    evidence: NDArray[np.bool_] | None
    """[candidates]: which of them hold evidence; None when the question has none to find."""
    reader: Scores
    passage: Scores
    baseline: dict[str, Scores]
    cosine: float
    sentence_cosine: float
    spans: list[str]
    """For each candidate the words that the reader marks."""
    gold_span: str
    """What it marks when only the relevant documents are read; "" when there are none."""
    answers: list[str]


Signal = Callable[[Row], float]
Ranking = Callable[[Row], Scores]
Sets = dict[str, list[Row]]


def rows_of(retrieved: dict[str, Any], reading: list[dict[str, Any]]) -> list[Row]:
    """Rows of one set, from what `retrieve` and `read` kept."""
    passages = retrieved["passages"]
    return [_row(passages, found, read) for found, read in zip(retrieved["questions"], reading, strict=True)]


def report(sets: Sets) -> str:
    """All tables; those for which the sets have no questions are left out."""
    weight_of_passage, rankings, text = _chosen(sets)
    parts = [text] + [_evidence_table(sets, rankings, half) for half in _halves(sets)]
    judged = {name: rows for name, rows in sets.items()
              if sum(not row.answerable for row in rows) >= LEAST_UNANSWERABLE}
    if any(name in judged for name in FITTED_ON):
        calibrated = {name: sets[name] for name in FITTED_ON if name in sets}
        parts += _answerability(judged, calibrated, weight_of_passage)
    parts.append(_span_table(sets, rankings["reader+lin"]))
    return "\n\n".join(part for part in parts if part)


def _row(passages: list[dict[str, Any]], found: dict[str, Any], read: dict[str, Any]) -> Row:
    question = found["question"]
    texts = [passages[passage]["sentences"][sentence] for passage, sentence in found["candidates"]]
    return Row(
        half=question["half"], answerable=bool(question["answerable"]), evidence=_evidence(question, texts),
        reader=np.array([score for score, _, _ in read["spans"]]), passage=np.array(found["passage_scores"]),
        baseline={name: np.array(scores) for name, scores in found["baselines"].items()}, cosine=found["cosine"],
        sentence_cosine=found["sentence_cosine"],
        spans=[text[start:end] for text, (_, start, end) in zip(texts, read["spans"])],
        gold_span=read["gold_span"], answers=question.get("answers") or [],
    )


def _evidence(question: dict[str, Any], texts: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which sentences contain an evidence sentence or are contained in one."""
    evidence = [folded_spaces(each) for each in question.get("evidence") or []]
    if not evidence or not question["answerable"] or not question["relevant"]:
        return None
    folded = [folded_spaces(text) for text in texts]
    return np.array([any(each in text or text in each for each in evidence) for text in folded])


def _of(sets: Sets, name: str, half: str) -> list[Row]:
    return [row for row in sets[name] if row.half == half]


def _halves(sets: Sets) -> list[str]:
    return [half for half in HALVES if any(row.half == half for rows in sets.values() for row in rows)]


def _evidence_at(rows: Sequence[Row], ranking: Ranking) -> tuple[float, float]:
    """Share of the questions whose first sentence, and one of whose first three, is evidence; NaN without any."""
    first: list[bool] = []
    third: list[bool] = []
    for row in rows:
        if row.evidence is not None:
            ranked = row.evidence[np.argsort(-ranking(row), kind="stable")]
            first.append(bool(ranked[0]))
            third.append(bool(ranked[:3].any()))
    return (float(np.mean(first)), float(np.mean(third))) if first else (float("nan"), float("nan"))


def _chosen(sets: Sets) -> tuple[float, dict[str, Ranking], str]:
    """Weight of the passage score, every ranking of sentences, and a sentence that says what was chosen."""
    forms: dict[str, Callable[[Row], Scores]] = {
        "reader+lin": lambda row: row.passage,
        "reader+baseline": lambda row: row.baseline["all"],
        "reader+(lin+baseline)": lambda row: row.passage + row.baseline["all"],
    }
    tuned = [name for name in _with_evidence(sets) if name != NOT_TUNED_ON and _of(sets, name, "dev")]

    def weighted(form: str, weight: float) -> Ranking:
        return lambda row: row.reader + weight * forms[form](row)

    def worth(form: str, weight: float) -> float:
        ranking = weighted(form, weight)
        return float(np.mean([_evidence_at(_of(sets, name, "dev"), ranking)[0] for name in tuned])) if tuned else 0.0

    weights = {form: max(EVIDENCE_WEIGHTS, key=lambda weight: worth(form, weight)) for form in forms}
    rankings: dict[str, Ranking] = {
        "lex": lambda row: row.baseline["lex"], "ind+lex": lambda row: row.baseline["indlex"],
        "late+lex": lambda row: row.baseline["latelex"], "baseline (all)": lambda row: row.baseline["all"],
        "reader": lambda row: row.reader, **{form: weighted(form, weights[form]) for form in forms},
    }
    chosen = "; ".join(f"{form}: {weight:g}" for form, weight in weights.items())
    text = f"Weights of what is added to the reader, chosen on dev of {', '.join(tuned)}: {chosen}."
    return weights["reader+lin"], rankings, text


def _with_evidence(sets: Sets) -> list[str]:
    return [name for name, rows in sets.items() if any(row.evidence is not None for row in rows)]


def _evidence_table(sets: Sets, rankings: dict[str, Ranking], half: str) -> str:
    """Evidence sentence first, and among the first three, for each set and their mean."""
    names = [name for name in _with_evidence(sets) if any(row.evidence is not None for row in _of(sets, name, half))]
    if not names:
        return ""
    table = []
    figures = []
    for name in names:
        rows = _of(sets, name, half)
        figures.append([_evidence_at(rows, ranking) for ranking in rankings.values()])
        table.append([name, sum(row.evidence is not None for row in rows), *map(_pair, figures[-1])])
    table.append(["mean", "", *map(_pair, np.mean(figures, axis=0))])
    return f"### Evidence sentence @1 / @3, {half}\n\n" + _markdown(["set", "n", *rankings], table)


def _answerability(sets: Sets, calibrated: Sets, weight_of_passage: float) -> list[str]:
    """The table over `sets`, and how well probabilities fitted on `calibrated` hold."""
    fitted = [name for name in FITTED_ON if name in sets]

    def best(row: Row) -> float:
        return float((row.reader + weight_of_passage * row.passage).max())

    def combined(weight: float) -> Signal:
        return lambda row: best(row) + weight * row.cosine

    def worth(weight: float) -> float:
        return float(np.mean([_curve(_of(sets, name, "dev"), combined(weight)) for name in fitted]))

    weight = max(COSINE_WEIGHTS, key=worth)
    signals: dict[str, Signal] = {
        "cosine": lambda row: row.cosine, "sentence_cosine": lambda row: row.sentence_cosine,
        "reader": lambda row: float(row.reader.max()), "both": combined(weight),
    }
    title = (f"### Answerable or not\n\nboth = best (reader + {weight_of_passage:g} x passage) + {weight:g} x largest "
             f"passage cosine, chosen on dev of {', '.join(fitted)}.\n\n")
    table = [_answerability_row(sets, name, half, label, signal) for half in _halves(sets) for name in sets
             for label, signal in signals.items() if len({row.answerable for row in _of(sets, name, half)}) == 2]
    columns = ["half", "set (answerable/not)", "signal", "AUC", "refused at 90%", "dev threshold"]
    lines = [_calibration(calibrated, label, signals[label]) for label in ("reader", "both")]
    return [title + _markdown(columns, table), "\n".join(line for line in lines if line)]


def _curve(rows: Sequence[Row], signal: Signal) -> float:
    return area_under_curve([signal(row) for row in rows], [row.answerable for row in rows])


def _answerability_row(sets: Sets, name: str, half: str, label: str, signal: Signal) -> list[object]:
    """AUC; share refused where 90% are answered; answered and refused at the threshold that dev would set."""
    rows, dev = _of(sets, name, half), _of(sets, name, "dev")
    scores, answerable = np.array([signal(row) for row in rows]), np.array([row.answerable for row in rows])
    refused, _ = refusal(scores, answerable)
    moved = "-"
    if any(row.answerable for row in dev) and not all(row.answerable for row in dev):
        _, threshold = refusal([signal(row) for row in dev], [row.answerable for row in dev])
        moved = _pair(((scores[answerable] >= threshold).mean(), (scores[~answerable] < threshold).mean()))
    counts = f"{name} {answerable.sum()}/{(~answerable).sum()}"
    return [half, counts, label, f"{_curve(rows, signal):.3f}", f"{refused:.3f}", moved]


def _calibration(sets: Sets, label: str, signal: Signal) -> str:
    """A logistic function fitted on dev, and how true its probabilities are on the held half; "" without one."""
    def of_half(half: str) -> tuple[list[float], list[bool]]:
        rows = [row for name in sets for row in _of(sets, name, half)]
        return [signal(row) for row in rows], [row.answerable for row in rows]

    held_scores, held_outcomes = of_half("held")
    if not held_scores:
        return ""
    logistic = fit_logistic(*of_half("dev"))
    probabilities = logistic.probabilities(held_scores)
    bins = reliability(probabilities, held_outcomes)
    shown = " ".join(f"{each.predicted:.2f}>{each.observed:.2f}({each.count})" for each in bins)
    return (f"- calibration {label}: P(answerable) = sigmoid({logistic.weight:.4f} x score {logistic.bias:+.4f}); held "
            f"ECE {calibration_error(bins):.3f}, Brier {brier_score(probabilities, held_outcomes):.3f}; bins {shown}")


def _span_table(sets: Sets, combined: Ranking) -> str:
    """Exact match and F1 of the marked words, over answerable questions with gold answers."""
    ways: dict[str, Callable[[Row], str]] = {
        "top 8 by reader": lambda row: row.spans[int(row.reader.argmax())],
        "top 8 by reader+lin": lambda row: row.spans[int(combined(row).argmax())],
        "gold document given": lambda row: row.gold_span,
    }
    table: list[list[object]] = []
    for half in _halves(sets):
        for name in (name for name in SPAN_SETS if name in sets):
            rows = [row for row in _of(sets, name, half) if row.answerable and row.answers]
            if rows:
                table.append([half, name, len(rows), *(_pair(_span_figures(rows, way)) for way in ways.values())])
    if not table:
        return ""
    return "### Answer span, exact match / F1\n\n" + _markdown(["half", "set", "n", *ways], table)


def _span_figures(rows: Sequence[Row], marked: Callable[[Row], str]) -> tuple[float, float]:
    exact = [max(exact_match(marked(row), gold) for gold in row.answers) for row in rows]
    shared = [max(token_f1(marked(row), gold) for gold in row.answers) for row in rows]
    return float(np.mean(exact)), float(np.mean(shared))


def _pair(values: Sequence[float]) -> str:
    return f"{values[0]:.3f} / {values[1]:.3f}"


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [list(columns), ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
