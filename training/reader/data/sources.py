"""The data table: which public files the reader learns from, at which commit, under which licence; and fetching one.

Stands alone so that licences can be reviewed without reading any code. The README repeats the table with what was used.
"""
from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from failures import TrainingError

Format = Literal["squad", "flat-squad", "answer-sentences", "selqa", "molweni"]
EVERYTHING = 9999
"""A limit that none of these files reaches."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of question-answer pairs in a public repository."""

    key: str
    """Short name, used in reports and in the prepared data."""
    repository: str
    """owner/name."""
    commit: str
    path: str
    licence: str
    """Licence of the data, not of the repository's code."""
    format: Format
    most: int
    """Most answerable questions used, drawn at random; unanswerable ones are all used."""
    family: str
    """Sources of one family share articles: articles of the same name count as one."""
    titled: bool = False
    """Whether article titles name their subject, so that they are worth showing to the reader."""
    cut_off: bool = False
    """Whether the stored file ends in the middle of an article."""


SQUAD_LICENCE = "CC BY-SA 4.0"
SQUADSHIFTS, SELQA = ("modestyachts/squadshifts-website", "b7cc4d50"), ("emorynlp/selqa", "fef3d6ac")

SOURCES: tuple[Source, ...] = (
    Source("ss_wiki", *SQUADSHIFTS, "datasets/new_wiki_v1.0.json", "CC BY 4.0", "squad", 8000, "squadshifts",
           titled=True),
    Source("ss_reddit", *SQUADSHIFTS, "datasets/reddit_v1.0.json", "CC BY 4.0", "squad", 3500, "squadshifts"),
    Source("ss_amazon", *SQUADSHIFTS, "datasets/amazon_reviews_v1.0.json", "CC BY 4.0", "squad", 1500, "squadshifts"),
    Source("sq2_a", "PhongNTDo/guide_train_MRC_transformers", "631a448d", "train-v2.0.json",
           f"{SQUAD_LICENCE} (SQuAD 2.0 train, 10 articles)", "squad", EVERYTHING, "squad2", titled=True),
    Source("sq1_b", "ermeba/jupiter_bert", "b893930d", "train-v1.1.json",
           f"{SQUAD_LICENCE} (SQuAD 1.1 train, cut off after 12 articles)", "squad", EVERYTHING, "squad1",
           cut_off=True),
    Source("sq1_c", "EmptyCityJK/flan-response-evaluator", "050f3fd6", "data/squad/train.json",
           f"{SQUAD_LICENCE} (SQuAD 1.1 train, 800 paragraphs)", "flat-squad", EVERYTHING, "squad1"),
    Source("sq1_sent", "KOU-201270/model-selection", "6feaea60", "data/squad/train.json",
           f"{SQUAD_LICENCE} (SQuAD 1.1 train, question + answer sentence)", "answer-sentences", 3000, "squad1"),
    Source("selqa_d", *SELQA, "ass/selqa-ass-dev.json", "Apache-2.0", "selqa", EVERYTHING, "selqa"),
    Source("selqa_t", *SELQA, "ass/selqa-ass-test.json", "Apache-2.0", "selqa", EVERYTHING, "selqa"),
    Source("molweni", "HIT-SCIR/Molweni", "2eb681d7", "MRC(withDiscourse)/test.json", "Apache-2.0", "molweni", 500,
           "molweni"),
    Source("covid", "deepset-ai/COVID-QA", "fb2eb5e2", "data/question-answering/200423_covidQA.json",
           "Apache-2.0; articles marked cc-by or cc0, or naming no licence", "squad", 400, "covid"),
    Source("quoref", "allenai/contrast-sets", "e2b87316", "quoref/quoref_test_perturbations_20191206_merged.json",
           "CC BY 4.0 (Quoref)", "squad", 500, "quoref", titled=True),
)


def check_sources(mirrors: Path, sources: Sequence[Source] = SOURCES) -> None:
    """Raise TrainingError that names every repository that is missing, before the first one is read."""
    missing = sorted({
        f"{source.repository} at {source.commit}" for source in sources
        if not _archive(mirrors, source).is_dir() and not _clone(mirrors, source).is_dir()
    })
    if missing:
        raise TrainingError(
            f"{len(missing)} repositories of the data table are missing below {mirrors}",
            expected="MIRRORS/OWNER/NAME (a git clone) or MIRRORS/OWNER/NAME@COMMIT (unpacked files of that commit)",
            found="neither for " + ", ".join(missing), remedy="clone them, see README.md",
        )


def read_source(mirrors: Path, source: Source) -> str:
    """Text of the source's file at its commit.

    It is looked for in MIRRORS/OWNER/NAME@COMMIT, the unpacked files of the commit, then in MIRRORS/OWNER/NAME, a git
    clone, bare or not, on whatever branch. Raises TrainingError when neither has it.
    """
    archive = _archive(mirrors, source)
    if archive.is_dir():
        file = archive / source.path
        if not file.is_file():
            raise _missing(source, f"no such file in {archive}")
        return file.read_text(encoding="utf8")
    shown = subprocess.run(
        ["git", "-C", str(_clone(mirrors, source)), "show", f"{source.commit}:{source.path}"],
        check=False, capture_output=True,
    )
    if shown.returncode != 0:
        raise _missing(source, f"git says: {shown.stderr.decode('utf8', 'replace').strip()}")
    return shown.stdout.decode("utf8")


def _archive(mirrors: Path, source: Source) -> Path:
    return mirrors / f"{source.repository}@{source.commit}"


def _clone(mirrors: Path, source: Source) -> Path:
    return mirrors / source.repository


def _missing(source: Source, found: str) -> TrainingError:
    return TrainingError(
        f"{source.path} of {source.repository} cannot be read", expected=f"the file at commit {source.commit}",
        found=found, remedy=f"fetch that commit: git clone the whole repository, or git fetch origin {source.commit}",
    )
