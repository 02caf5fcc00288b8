"""Making unanswerable examples out of answerable ones, in fixed shares of four kinds.

Public questions that nobody can answer from their passage are rare (568 here), so most are made.
"""
from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.edits import QuestionEditor, vocabulary_of
from data.examples import Example, Kind
from text import matching_form, sentence_spans

PER_ANSWERABLE = 0.68
"""Unanswerable examples wanted for each answerable one."""
SHARES: dict[Kind, float] = {"same": 0.24, "other": 0.24, "edit": 0.34, "without": 0.18}
"""Share of each kind among those wanted; they are made in this order."""
TRIES_PER_EXAMPLE = 3
"""A kind is given up after this many rounds over all examples."""
SHORTEST_REST = 30
"""Words that must be left of a passage when its answer's sentence is taken out."""
ONE_TEXT_PER_ARTICLE = frozenset({"ss_reddit", "ss_amazon", "sq1_c"})
"""Sources without a second passage of the same article."""

Rank = Callable[[str], NDArray[np.floating]]
"""Scores of all passages of the pool for a query: higher is closer."""


class Passages:
    """All different passages of the examples, with where they come from."""

    def __init__(self, examples: Sequence[Example]) -> None:
        pool = {example.passage: example for example in examples}
        self.texts = list(pool)
        self.titles = [example.title for example in pool.values()]
        self.articles = [example.article for example in pool.values()]
        self.of_article: dict[str, list[int]] = defaultdict(list)
        for index, article in enumerate(self.articles):
            self.of_article[article].append(index)


def lacks_answers(example: Example, passage: str) -> bool:
    """Whether `passage` has none of the example's answer strings and does not begin as the example's own passage."""
    form = matching_form(passage)
    padded = f" {form} "
    answers = (matching_form(example.passage[start:end]) for start, end in example.answers)
    return all(f" {answer} " not in padded for answer in answers) and form[:60] != matching_form(example.passage)[:60]


class Maker:
    """Makes unanswerable examples; `rank` scores `passages.texts` for a query. Draws from `draws` at every call."""

    def __init__(self, examples: Sequence[Example], passages: Passages, rank: Rank, draws: random.Random) -> None:
        self._examples = examples
        self._passages = passages
        self._rank = rank
        self._draws = draws
        self._editor = QuestionEditor(vocabulary_of(examples), draws)
        self._ways: dict[Kind, Callable[[Example], Example | None]] = {
            "same": self.of_same_article, "other": self.of_other_article, "edit": self._editor.edit,
            "without": without_answer,
        }

    def make_all(self) -> list[Example]:
        """Unanswerable examples of every kind, in the shares of SHARES, as far as they can be made."""
        wanted = int(len(self._examples) * PER_ANSWERABLE)
        order = list(self._examples)
        self._draws.shuffle(order)
        made: list[Example] = []
        position = 0
        for kind, share in SHARES.items():
            count = tries = 0
            while count < wanted * share and tries < TRIES_PER_EXAMPLE * len(order):
                example = order[position % len(order)]
                position += 1
                tries += 1
                new = self._ways[kind](example) if _suits(kind, example) else None
                if new is not None:
                    made.append(replace(new, kind=kind))
                    count += 1
        return made

    def of_same_article(self, example: Example) -> Example | None:
        """The question with one of the four closest other passages of its own article."""
        scores = self._rank(f"{example.question} {example.title}")
        others = [i for i in self._passages.of_article[example.article] if self._passages.texts[i] != example.passage]
        return self._with_one_of(example, sorted(others, key=lambda i: -scores[i])[:4])

    def of_other_article(self, example: Example) -> Example | None:
        """The question with one of the five closest passages of other articles, looked for among the closest twelve."""
        scores = self._rank(f"{example.question} {example.title}")
        closest = [int(i) for i in np.argsort(-scores)[:12]]
        return self._with_one_of(example, [i for i in closest if self._passages.articles[i] != example.article][:5])

    def _with_one_of(self, example: Example, candidates: Sequence[int]) -> Example | None:
        """The closest candidate without the answer in six cases of ten, else any of them."""
        candidates = [i for i in candidates if lacks_answers(example, self._passages.texts[i])]
        if not candidates:
            return None
        index = candidates[0] if self._draws.random() < 0.6 else self._draws.choice(candidates)
        return replace(
            example, passage=self._passages.texts[index], title=self._passages.titles[index], answers=(), kind="other",
        )


def without_answer(example: Example) -> Example | None:
    """The example with the sentences of its answers taken out; None when too little is left, or an answer stays."""
    kept = [
        example.passage[start:end].strip() for start, end in sentence_spans(example.passage)
        if not any(a < end and b > start for a, b in example.answers)
    ]
    passage = " ".join(kept)
    if len(passage.split()) < SHORTEST_REST or not lacks_answers(example, passage):
        return None
    return replace(example, passage=passage, answers=(), kind="without")


def _suits(kind: Kind, example: Example) -> bool:
    """Whether this kind can be made of the example: a whole sentence may answer a changed question all the same, and a
    chat names its people everywhere."""
    if kind == "edit":
        return not example.whole_sentence and example.source != "molweni"
    return kind != "same" or example.source not in ONE_TEXT_PER_ARTICLE
