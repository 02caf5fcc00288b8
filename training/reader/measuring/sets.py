"""The evaluation sets: documents and questions of one set, in a development half and, where given, a held half.

A set is a folder with corpus.jsonl (id, title, text) and queries.dev.jsonl, and may have queries.held.jsonl (id,
question, answers, answerable, relevant document ids, evidence sentences). Only English records, or those without
`lang`, are used.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from failures import TrainingError

HALVES = ("dev", "held")
SEED = 0


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Documents and questions as they stand in the files; each question has its `half` added."""

    name: str
    documents: list[dict[str, Any]]
    questions: list[dict[str, Any]]


def read_set(folder: Path, name: str, most: int) -> EvaluationSet:
    """The set `name` in `folder`, with at most `most` questions of each half, drawn with a fixed seed; 0 for all.

    Raises TrainingError when its documents or its development questions are missing.
    """
    documents = _english(folder / name / "corpus.jsonl")
    questions: list[dict[str, Any]] = []
    for half in HALVES:
        file = folder / name / f"queries.{half}.jsonl"
        if half != "dev" and not file.is_file():
            continue
        records = _english(file)
        ids = [record["id"] for record in records]
        np.random.RandomState(SEED).shuffle(ids)
        drawn = set(ids[:most] if most else ids)
        questions += [{**record, "half": half} for record in records if record["id"] in drawn]
    return EvaluationSet(name, documents, questions)


def _english(file: Path) -> list[dict[str, Any]]:
    if not file.is_file():
        raise TrainingError("an evaluation set cannot be read", expected="SET/corpus.jsonl and SET/queries.dev.jsonl",
                            found=f"no file at {file}", remedy="check --data and the names after --sets")
    with file.open(encoding="utf8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [record for record in records if record.get("lang", "en") == "en"]
