"""An example to learn from, and collecting those of all sources: deduplicated, apart from the evaluation sets."""
from __future__ import annotations

import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from data.exclusion import Exclusion
from data.formats import Paragraph, Question, paragraphs
from data.passages import passage_around
from data.sources import SOURCES, Source, read_source
from text import Span, matching_form

Kind = Literal["answerable", "real", "same", "other", "edit", "without"]
"""answerable; unanswerable as its source says (real); made so: another passage of the same article (same), of another
document (other), the question changed (edit), the answer's sentence taken out (without)."""
LONGEST_ANSWER = 260
"""Characters; a question whose shortest answer is longer is left out, unless whole sentences are the answers."""
GROUPS = 1000
"""Questions are spread over so many groups by a checksum; whole groups are kept for validation."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with one passage."""

    question: str
    title: str
    """The document's title, or ""."""
    passage: str
    answers: tuple[Span, ...]
    """In characters of the passage; empty unless `kind` is answerable."""
    source: str
    """Key of its source."""
    article: str
    """Passages of one article share it; unique over all sources."""
    group: int
    """0 to GROUPS - 1, the same for every example made from one question."""
    whole_sentence: bool = False
    kind: Kind = "answerable"
    edit: str = ""
    """How the question was changed, when `kind` is edit."""


@dataclass(slots=True)
class Collection:
    """What was collected, in a drawn order within each source."""

    answerable: list[Example] = field(default_factory=list)
    unanswerable: list[Example] = field(default_factory=list)
    """Only those that their source calls so."""
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """For each source: how many questions were read, used, and left out for which reason."""


def collect(mirrors: Path, exclusion: Exclusion, draws: random.Random,
            sources: Sequence[Source] = SOURCES) -> Collection:
    """Read every source in the order of the table. A question already met on the same text is not taken again."""
    collection = Collection()
    seen: set[tuple[str, str]] = set()
    for source in sources:
        found = _examples(source, mirrors, exclusion, draws, seen, collection.counts[source.key])
        draws.shuffle(found)
        unanswerable = [example for example in found if example.kind == "real"]
        answerable = [example for example in found if example.kind == "answerable"][:source.most]
        collection.answerable += answerable
        collection.unanswerable += unanswerable
        collection.counts[source.key]["answerable used"] = len(answerable)
        collection.counts[source.key]["real unanswerable used"] = len(unanswerable)
    _drop_sentence_versions(collection, {source.key for source in sources if source.format == "answer-sentences"})
    return collection


def group_of(question: str) -> int:
    """The question's group, 0 to GROUPS - 1, the same in every run."""
    return zlib.crc32(question.lower().encode()) % GROUPS


def _examples(source: Source, mirrors: Path, exclusion: Exclusion, draws: random.Random,
              seen: set[tuple[str, str]], counts: Counter[str]) -> list[Example]:
    found: list[Example] = []
    for paragraph in paragraphs(source, read_source(mirrors, source), draws):
        overlapping = exclusion.overlaps(paragraph.text)
        for entry in paragraph.questions:
            counts["read"] += 1
            text = re.sub(r"\s+", " ", entry.text).strip()
            # The passages of these pairs are made up of neighbours, so their beginning says nothing.
            context = "" if source.format == "answer-sentences" else matching_form(paragraph.text)[:80]
            key = (matching_form(text), context)
            if overlapping or exclusion.has_question(text):
                counts["excluded: in an evaluation set"] += 1
            elif key in seen:
                counts["duplicate"] += 1
            else:
                seen.add(key)
                made = _example(source, paragraph, entry, text, draws)
                if isinstance(made, str):
                    counts[made] += 1
                else:
                    found.append(made)
    return found


def _example(source: Source, paragraph: Paragraph, entry: Question, text: str,
             draws: random.Random) -> Example | str:
    """An example, or why there is none."""
    spans = [(start, end) for start, end in entry.answers if 0 <= start < end <= len(paragraph.text)]
    if not entry.unanswerable and not _usable(entry, text, spans):
        return "no usable span"
    cut = passage_around(paragraph.text, spans, draws)
    if cut is None or (not entry.unanswerable and not cut[1]):
        return "no passage"
    passage, answers = cut
    return Example(
        question=text, title=paragraph.title, passage=passage, answers=tuple(answers), source=source.key,
        article=f"{source.family}/{paragraph.article}", group=group_of(text), whole_sentence=entry.whole_sentence,
        kind="real" if entry.unanswerable else "answerable",
    )


def _usable(entry: Question, text: str, spans: Sequence[Span]) -> bool:
    if not spans or len(text.split()) < 2:
        return False
    return entry.whole_sentence or min(end - start for start, end in spans) <= LONGEST_ANSWER


def _drop_sentence_versions(collection: Collection, sentence_sources: set[str]) -> None:
    """Drop a question with a whole sentence as its answer when another piece of SQuAD has it with the exact words."""
    exact = {matching_form(each.question) for each in collection.answerable if each.source not in sentence_sources}
    kept = []
    for example in collection.answerable:
        if example.source in sentence_sources and matching_form(example.question) in exact:
            collection.counts[example.source]["duplicate of another SQuAD piece"] += 1
            collection.counts[example.source]["answerable used"] -= 1
        else:
            kept.append(example)
    collection.answerable = kept
