"""The reader's input: `[CLS] question [SEP] title. passage [SEP]`, its limits, and the tokenizer that makes it.

Stands alone because training and measuring must agree on it to the token.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from failures import TrainingError
from text import Span

CLS = 101
"""Token id of [CLS] in the vocabulary of bert-base-uncased, which all-MiniLM-L6-v2 uses."""
SEP = 102
"""Token id of [SEP] in the same vocabulary."""
SPECIAL_TOKENS = 3
"""One [CLS] and two [SEP]."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many tokens fit. The defaults are those of the training; measured, 120 and 384 suit long questions better."""

    question: int = 48
    """Most tokens of the question; the rest of it is cut off."""
    total: int = 256
    """Most tokens in all, the three special ones included; the rest of the passage is cut off."""

    def passage(self, question_tokens: int) -> int:
        """Tokens left for title and passage beside a question of `question_tokens` tokens."""
        return self.total - SPECIAL_TOKENS - question_tokens


class Encoding(Protocol):
    """What a tokenizer returns: one id and one character span for each token."""

    ids: Sequence[int]
    offsets: Sequence[Span]


class Tokenizer(Protocol):
    """The two methods of tokenizers.Tokenizer that are used."""

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> Encoding:
        """Tokenise one text."""
        ...

    def encode_batch(self, input: list[str]) -> list[Encoding]:  # noqa: A002 (the library's own name)
        """Tokenise many texts, special tokens added."""
        ...


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in the file `tokenizer.json` at `path`, its own truncation and padding switched off.

    Raises TrainingError when the file is missing or is not that of an uncased BERT vocabulary.
    """
    from tokenizers import Tokenizer as FileTokenizer

    if not path.is_file():
        raise TrainingError(
            "the tokenizer cannot be opened", expected="the tokenizer.json of all-MiniLM-L6-v2",
            found=f"no file at {path}", remedy="pass --tokenizer models/all-MiniLM-L6-v2/tokenizer.json",
        )
    tokenizer = FileTokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
    if found != (CLS, SEP):
        raise TrainingError(
            f"{path} is another model's tokenizer", expected=f"[CLS] {CLS} and [SEP] {SEP}",
            found=f"{found[0]} and {found[1]}", remedy="use the tokenizer.json of all-MiniLM-L6-v2",
        )
    return tokenizer


def joined(question: Sequence[int], passage: Sequence[int]) -> list[int]:
    """Token ids of one input. The passage's first token stands at `passage_start(len(question))`."""
    return [CLS, *question, SEP, *passage, SEP]


def passage_start(question_tokens: int) -> int:
    """Index of the passage's first token, from which on token_type_ids are 1."""
    return question_tokens + 2
