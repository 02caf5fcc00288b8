"""The sources' file formats: each reader turns a file into paragraphs with questions, and changes nothing else.

Readers are generators: one of them draws random numbers as it goes, in turn with whoever takes the paragraphs. Taking
them one by one is therefore part of a reproducible run.
"""
from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from data.sources import Format, Source
from text import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one paragraph."""

    text: str
    answers: tuple[Span, ...]
    """Spans of the answers in the paragraph, all equally right; none when it does not answer."""
    unanswerable: bool = False
    """Whether the source says that the paragraph does not answer."""
    whole_sentence: bool = False
    """Whether an answer is a sentence that contains the answering words, rather than those words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text and its questions. `title` is "" when there is none worth showing; `article` groups paragraphs."""

    title: str
    article: str
    text: str
    questions: tuple[Question, ...]


def paragraphs(source: Source, raw: str, draws: random.Random) -> Iterator[Paragraph]:
    """The paragraphs of `raw`, the text of the source's file, in its order."""
    if source.cut_off:
        raw = raw[:raw.rfind(']}, {"context"')] + "]}]}]}"
    return READERS[source.format](json.loads(raw), source, draws)


def _squad(data: Any, source: Source, _draws: random.Random) -> Iterator[Paragraph]:
    """SQuAD 1.1 and 2.0, and sets in their format."""
    for article in data["data"]:
        name = article.get("title") or ""
        title = name.replace("_", " ") if source.titled else ""
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            if _may_be_used(text):
                questions = tuple(_squad_question(entry) for entry in paragraph["qas"])
                yield Paragraph(title, name or text[:60], text, questions)


def _may_be_used(text: str) -> bool:
    """Whether a text's own licence line, which COVID-QA's articles have at their head, is cc-by or cc0, or missing.

    cc-by-nc, cc-by-nd and their like are refused.
    """
    head = text[:1500]
    return "License:" not in head or re.search(r"License:\s*(cc-by|cc0)\b(?!-)", head) is not None


def _squad_question(entry: Any) -> Question:
    if entry.get("is_impossible"):
        return Question(entry["question"], (), unanswerable=True)
    spans = tuple((answer["answer_start"], answer["answer_start"] + len(answer["text"])) for answer in entry["answers"])
    return Question(entry["question"], spans)


def _flat_squad(data: Any, _source: Source, _draws: random.Random) -> Iterator[Paragraph]:
    """A list of paragraphs whose answers have no offsets: used where the answer's text occurs exactly once."""
    for paragraph in data:
        text = paragraph["context"]
        questions = []
        for entry in paragraph["qas"]:
            answer = entry["answer"]
            at = [match.start() for match in re.finditer(re.escape(answer), text)]
            if len(at) == 1:
                questions.append(Question(entry["question"], ((at[0], at[0] + len(answer)),)))
        yield Paragraph("", text[:60], text, tuple(questions))


def _answer_sentences(data: Any, _source: Source, draws: random.Random) -> Iterator[Paragraph]:
    """Pairs of question and answer sentence. Sentences of neighbouring ids, which stand close together in the same
    article, make the passage; the answer sentence is the label."""
    rows = sorted(zip(data["question_ids"], data["questions"], data["answers"]))
    for index, (number, question, answer) in enumerate(rows):
        near = list(dict.fromkeys(
            other for other_number, _, other in rows[max(0, index - 6):index + 7]
            if abs(other_number - number) < 60 and len(other.split()) < 60
        ))
        if answer not in near:
            continue
        first = max(0, near.index(answer) - draws.randint(0, 4))
        near = near[first:first + 6]
        if answer not in near or len(near) < 3:
            continue
        text = " ".join(near)
        start = text.index(answer)
        span = (start, start + len(answer))
        yield Paragraph("", f"sent{index // 40}", text, (Question(question, (span,), whole_sentence=True),))


def _selqa(data: Any, _source: Source, _draws: random.Random) -> Iterator[Paragraph]:
    """SelQA's answer sentence selection: candidate sentences of a section, and which of them answer."""
    for entry in data:
        text, spans = "", []
        for sentence in entry["candidates"]:
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence + " "
        answers = tuple(spans[number] for number in entry["answers"])
        question = Question(entry["question"], answers, whole_sentence=True)
        yield Paragraph(entry["article"], entry["article"], text.strip(), (question,))


def _molweni(data: Any, _source: Source, _draws: random.Random) -> Iterator[Paragraph]:
    """Molweni: questions on chats of several people, with unanswerable ones."""
    for number, dialogue in enumerate(data["data"]["dialogues"]):
        questions = tuple(_squad_question(entry) for entry in dialogue["qas"])
        yield Paragraph("", f"dialogue{number}", dialogue["context"], questions)


READERS: dict[Format, Callable[[Any, Source, random.Random], Iterator[Paragraph]]] = {
    "squad": _squad,
    "flat-squad": _flat_squad,
    "answer-sentences": _answer_sentences,
    "selqa": _selqa,
    "molweni": _molweni,
}
