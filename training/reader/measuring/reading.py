"""Running the reader on retrieved passages: for each sentence its best span and how it scores against "no answer"."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference import Session
from inputs import Limits, Tokenizer, joined, passage_start
from measuring.retrieval import Passage
from spans import best_span
from text import Span, with_title

UNREAD = -99.0
"""Score of a sentence that did not fit."""


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """The best span of one sentence."""

    score: float
    """start + end logit, less those at [CLS]; above 0 leans to "answered"."""
    start: int
    """In characters of the sentence, as `end`, which is exclusive; both 0 when the sentence did not fit."""
    end: int


class Reader:
    """The reader's model with its tokenizer. A question's passages are read in one batch."""

    def __init__(self, tokenizer: Tokenizer, session: Session, limits: Limits) -> None:
        self._tokenizer = tokenizer
        self._session = session
        self._limits = limits

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[SentenceSpan]]:
        """For each passage, of which there is at least one, the best span of each of its sentences."""
        question_ids = self._tokenizer.encode(question, add_special_tokens=False).ids[:self._limits.question]
        room = self._limits.passage(len(question_ids))
        first = passage_start(len(question_ids))
        ids: list[list[int]] = []
        offsets: list[Sequence[Span]] = []
        for passage in passages:
            text = with_title(passage.title, " ".join(passage.sentences))
            encoded = self._tokenizer.encode(text, add_special_tokens=False)
            ids.append(joined(question_ids, encoded.ids[:room]))
            offsets.append(encoded.offsets[:room])
        starts, ends = self._logits(ids, first)
        return [
            sentence_spans(passage, spans, starts[row, first:first + len(spans)], ends[row, first:first + len(spans)],
                           float(starts[row, 0] + ends[row, 0]))
            for row, (passage, spans) in enumerate(zip(passages, offsets))
        ]

    def _logits(self, rows: Sequence[Sequence[int]], first: int) -> list[NDArray[np.float32]]:
        """Start and end logits, [passages, tokens]; `first` is the index of the passages' first token."""
        ids = np.zeros((len(rows), max(len(row) for row in rows)), np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, :len(row)] = row
            mask[number, :len(row)] = 1
            types[number, first:len(row)] = 1
        return self._session.run(ids, mask, types)


def sentence_spans(passage: Passage, offsets: Sequence[Span], starts: NDArray[np.floating],
                   ends: NDArray[np.floating], null: float) -> list[SentenceSpan]:
    """The best span of each sentence of `passage`.

    Args:
        offsets: span of each token that was kept, in characters of `title. sentences`.
        starts, ends: logits of those tokens, [tokens].
        null: start + end logit at [CLS].
    """
    spans = np.array(offsets).reshape(-1, 2)
    found: list[SentenceSpan] = []
    start = len(with_title(passage.title, ""))
    for sentence in passage.sentences:
        end = start + len(sentence)
        inside = np.nonzero((spans[:, 0] >= start) & (spans[:, 1] <= end) & (spans[:, 1] > spans[:, 0]))[0]
        if len(inside):
            low, high = inside[0], inside[-1] + 1
            score, first, last = best_span(starts[low:high], ends[low:high])
            left, right = int(spans[low + first, 0]), int(spans[low + last, 1])
            found.append(SentenceSpan(score - null, left - start, right - start))
        else:
            found.append(SentenceSpan(UNREAD, 0, 0))
        start = end + 1
    return found
