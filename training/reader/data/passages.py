"""Cutting a passage of whole sentences around an answer out of a longer text."""
from __future__ import annotations

import random
from collections.abc import Sequence

from text import Span, sentence_spans

SHORTEST, LONGEST = 60, 150
"""Words of a passage that is cut out of a longer text: each time a length between the two is aimed at."""
LEFT_WHOLE = 170
"""Words up to which a text stays whole, unless one of its sentences is longer than LONGEST."""
LEAST = 25
"""A passage of fewer words is given up."""


def passage_around(text: str, answers: Sequence[Span], draws: random.Random) -> tuple[str, list[Span]] | None:
    """A passage of whole sentences that holds the first answer, or stands anywhere when there is none.

    Returns its text without white space around it and the answers inside it, in characters of the passage; None when
    no passage of the right length can be made. Draws: how long, and on which side each further sentence is added.
    """
    sentences = sentence_spans(text)
    if not sentences:
        return None
    words = [len(text[start:end].split()) for start, end in sentences]
    if sum(words) <= LEFT_WHOLE and max(words) <= LONGEST:
        first, last = 0, len(sentences) - 1
    else:
        first, last = _core(sentences, answers, draws)
        if sum(words[first:last + 1]) > LONGEST:
            return None
        first, last = _grown(words, first, last, draws)
        if sum(words[first:last + 1]) < LEAST:
            return None
    return _cut(text, sentences[first][0], sentences[last][1], answers)


def _core(sentences: Sequence[Span], answers: Sequence[Span], draws: random.Random) -> tuple[int, int]:
    """First and last sentence (inclusive) that the first answer touches; a drawn one when there is no answer."""
    if not answers:
        index = draws.randrange(len(sentences))
        return index, index
    start, end = answers[0]
    first = max((i for i, span in enumerate(sentences) if span[0] <= start), default=0)
    last = max((i for i, span in enumerate(sentences) if span[0] < end), default=first)
    return first, last


def _grown(words: Sequence[int], first: int, last: int, draws: random.Random) -> tuple[int, int]:
    """The range of sentences with neighbours added on drawn sides until a drawn number of words is reached."""
    wanted = draws.randint(SHORTEST, LONGEST)
    while True:
        held = sum(words[first:last + 1])
        open_sides = [i for i in (first - 1, last + 1) if 0 <= i < len(words) and held + words[i] <= wanted]
        if not open_sides:
            return first, last
        added = draws.choice(open_sides)
        first, last = min(first, added), max(last, added)


def _cut(text: str, start: int, end: int, answers: Sequence[Span]) -> tuple[str, list[Span]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return piece.strip(), [(a - start, b - start) for a, b in answers if a >= start and b <= end]
