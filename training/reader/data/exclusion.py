"""What must not be trained on: everything that occurs in the sets by which the reader is judged."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from failures import TrainingError
from text import matching_form

RUN = 13
"""Words in a row that may not occur in an evaluation text: GPT-3's overlap test (Brown et al. 2020, appendix C)."""


@dataclass(slots=True)
class Exclusion:
    """Questions and texts of the evaluation sets, in matching form."""

    questions: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    runs: set[int] = field(default_factory=set)
    """Hashes of every run of RUN words; they hold for one process only."""

    def add_question(self, question: str) -> None:
        """Leave this question out of the training."""
        form = matching_form(question)
        if form:
            self.questions.add(form)

    def add_text(self, text: str) -> None:
        """Leave out every paragraph that shares RUN words in a row with this text."""
        self.texts.add(matching_form(text))
        self.runs |= _runs(text)

    def has_question(self, question: str) -> bool:
        """Whether this question, but for case and punctuation, is one to be left out."""
        return matching_form(question) in self.questions

    def overlaps(self, text: str) -> bool:
        """Whether `text` shares RUN words in a row with an evaluation text, or is one."""
        return not self.runs.isdisjoint(_runs(text)) or matching_form(text) in self.texts


def read_exclusion(folder: Path) -> Exclusion:
    """What the evaluation sets in `folder` hold: SET/queries*.jsonl (`question`) and SET/corpus.jsonl (`text`).

    Raises TrainingError when there is none, since training would then see what it is judged by.
    """
    question_files = sorted(folder.glob("*/queries*.jsonl"))
    corpora = sorted(folder.glob("*/corpus.jsonl"))
    if not question_files or not corpora:
        raise TrainingError(
            "there is nothing to keep out of the training data",
            expected=f"{folder}/SET/queries*.jsonl and {folder}/SET/corpus.jsonl",
            found=f"{len(question_files)} and {len(corpora)} files",
            remedy="pass the folder of the evaluation sets as --eval",
        )
    exclusion = Exclusion()
    for record in _records(question_files):
        exclusion.add_question(record["question"])
    for record in _records(corpora):
        exclusion.add_text(record["text"])
    return exclusion


def _records(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        with file.open(encoding="utf8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def _runs(text: str) -> set[int]:
    words = matching_form(text).split()
    return {hash(" ".join(words[start:start + RUN])) for start in range(len(words) - RUN + 1)}
