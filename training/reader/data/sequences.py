"""From examples to token sequences with their gold positions, and the file that holds them.

The file is JSON lines, one sequence a line, so that it can be looked at and loading it runs no code.
"""
from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from data.examples import Example
from failures import TrainingError
from inputs import Limits, Tokenizer, joined, passage_start
from text import Span

WITHOUT_QUESTION_MARK = 0.4
"""Share of the questions that lose their "?", as people type them."""
WITH_TITLE = 0.5
"""Share of the passages with a title that are shown with it."""
VALIDATION_GROUPS = 30
"""Groups of questions (of 1,000) kept for validation: 3%, every version of a question on one side."""


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """One input of the reader and what it should say."""

    tokens: list[int]
    """`[CLS] question [SEP] title. passage [SEP]`."""
    passage_start: int
    """Index of the passage's first token."""
    starts: list[int]
    """Indexes of tokens that begin an answer; empty when unanswerable, for which [CLS] is then the target. Every
    token of the sentence, here and in `ends`, when a whole sentence is the answer."""
    ends: list[int]
    """Indexes of tokens that end an answer (inclusive)."""
    source: str
    kind: str
    split: Literal["train", "validation"]


def build_sequences(examples: Iterable[Example], tokenizer: Tokenizer, draws: random.Random,
                    limits: Limits = Limits()) -> tuple[list[TokenSequence], int]:
    """Sequences in a drawn order, and how many answerable examples were lost because their answer was cut off."""
    sequences: list[TokenSequence] = []
    lost = 0
    for example in examples:
        sequence = _sequence(example, tokenizer, draws, limits)
        if sequence is None:
            lost += 1
        else:
            sequences.append(sequence)
    draws.shuffle(sequences)
    return sequences, lost


def _sequence(example: Example, tokenizer: Tokenizer, draws: random.Random, limits: Limits) -> TokenSequence | None:
    question = example.question
    if question.endswith("?") and draws.random() < WITHOUT_QUESTION_MARK:
        question = question[:-1].strip()
    prefix = f"{example.title}. " if example.title and draws.random() < WITH_TITLE else ""
    question_ids = tokenizer.encode(question, add_special_tokens=False).ids[:limits.question]
    encoded = tokenizer.encode(prefix + example.passage, add_special_tokens=False)
    room = limits.passage(len(question_ids))
    first = passage_start(len(question_ids))
    answers = [(start + len(prefix), end + len(prefix)) for start, end in example.answers]
    starts, ends = gold_tokens(answers, encoded.offsets[:room], whole=example.whole_sentence)
    if example.kind == "answerable" and not starts:
        return None
    return TokenSequence(
        tokens=joined(question_ids, encoded.ids[:room]), passage_start=first, starts=[first + i for i in starts],
        ends=[first + i for i in ends], source=example.source, kind=example.kind,
        split="validation" if example.group < VALIDATION_GROUPS else "train",
    )


def gold_tokens(answers: Sequence[Span], offsets: Sequence[Span], *, whole: bool) -> tuple[list[int], list[int]]:
    """Indexes of the tokens that begin and end the answers, sorted and each once.

    Args:
        answers: in characters of the text that was tokenised.
        offsets: each token's span in that text, as far as tokens were kept; an answer beyond them is left out.
        whole: every token of an answer counts as its start and as its end.
    """
    starts: set[int] = set()
    ends: set[int] = set()
    for start, end in answers:
        inside = [i for i, (left, right) in enumerate(offsets) if left < end and right > start]
        if not inside or offsets[-1][1] < end:
            continue
        starts.update(inside if whole else inside[:1])
        ends.update(inside if whole else inside[-1:])
    return sorted(starts), sorted(ends)


def write_sequences(sequences: Iterable[TokenSequence], file: Path) -> None:
    """Write them to `file`, whose folder is made if need be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf8") as out:
        for sequence in sequences:
            out.write(json.dumps(asdict(sequence), separators=(",", ":")) + "\n")


def read_sequences(file: Path) -> tuple[list[TokenSequence], list[TokenSequence]]:
    """The sequences of `file` for training and for validation, in its order. Raises TrainingError when it has none."""
    try:
        with file.open(encoding="utf8") as lines:
            sequences = [TokenSequence(**json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(
            f"{file} cannot be read", expected="a file that prepare.py wrote", found=str(error),
            remedy="run prepare.py",
        ) from error
    train = [sequence for sequence in sequences if sequence.split == "train"]
    validation = [sequence for sequence in sequences if sequence.split == "validation"]
    if not train or not validation:
        raise TrainingError(
            f"{file} cannot be trained on", expected="sequences for training and for validation",
            found=f"{len(train)} and {len(validation)}", remedy="run prepare.py on all sources",
        )
    return train, validation
