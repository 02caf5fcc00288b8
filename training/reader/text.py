"""Sentences and matching forms of a text, the same for making the training data and for measuring.

Offsets are counted in characters (code points), start inclusive, end exclusive. Stands alone because a reader that is
trained on one cut of sentences and measured on another would be misjudged.
"""
from __future__ import annotations

import re

Span = tuple[int, int]
"""Start (inclusive) and end (exclusive), in characters of the text it belongs to."""

SENTENCE_END = re.compile(r'[.!?…]+["”’»)\]]*(?=\s)|\n+')
ABBREVIATION = re.compile(r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|No|Gen|Col|Lt|Jr|Sr|U\.S|Inc|Ltd|Co)")
LONGEST_LOOK_BACK = 40
"""Characters before a full stop that are searched for an abbreviation; far more than the longest one has."""


def sentence_spans(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order and without gaps but for blank ones.

    A sentence ends at closing punctuation before white space, or at a line break; not after a known abbreviation or
    an initial. A span may begin with white space: that after the sentence before it.
    """
    spans: list[Span] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _follows_abbreviation(text, match.start()):
            continue
        if text[start:match.end()].strip():
            spans.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def sentences(text: str) -> list[str]:
    """The sentences of `text`, without the white space around them."""
    return [text[start:end].strip() for start, end in sentence_spans(text)]


def matching_form(text: str) -> str:
    """Lower case, everything but letters, digits and underscores as single spaces: for "is this the same text?"."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def folded_spaces(text: str) -> str:
    """Lower case with single spaces, punctuation kept: how evidence sentences are compared."""
    return re.sub(r"\s+", " ", text.lower()).strip()


def with_title(title: str, passage: str) -> str:
    """What the reader and the embedder see of a passage: `title. passage`, or the passage alone without a title."""
    return f"{title}. {passage}" if title else passage


def _follows_abbreviation(text: str, stop: int) -> bool:
    """Whether the word that ends right before the full stop at `stop` is an abbreviation or an initial."""
    word = re.search(r"(\S+)$", text[max(0, stop - LONGEST_LOOK_BACK):stop])
    return word is not None and ABBREVIATION.fullmatch(word.group(1)) is not None
