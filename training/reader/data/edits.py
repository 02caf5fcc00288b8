"""Changing a question so that its passage no longer answers it, as the writers of SQuAD 2.0 did by hand.

Rajpurkar, Jia and Liang (2018), "Know What You Don't Know", table 1: entity swap, antonym, negation, number. The
passage stays, so the reader must see the difference in the question itself. A changed question is not proven to be
unanswerable; most are, and the rest is noise that the training bears.
"""
from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.examples import Example

Change = tuple[int, int, str]
"""Start and end in characters of the question, and what to put there."""

ENTITY = re.compile(r"(?<=\s)(?:[A-Z][\w'’-]+)(?:\s+(?:of|the|de|and)?\s?(?:[A-Z][\w'’-]+))*")
"""Capitalised words after the first word of a question, with small words between them."""
NUMBER = re.compile(r"\b\d{2,4}\b")
WORD = re.compile(r"\b[a-z]{5,}\b")
NUMBER_STEPS = (-30, -12, -7, -3, -2, -1, 1, 2, 4, 9, 20)
COMMONEST = 150
"""A content word that more questions have is not exchanged."""
SAMPLE = 40
"""Replacements looked at before giving up."""
ANTONYM_PAIRS = """
first last|largest smallest|most least|before after|north south|east west|northern southern|eastern western
increase decrease|increased decreased|oldest youngest|male female|early late|higher lower|highest lowest|won lost
began ended|begin end|start stop|started stopped|more less|more fewer|maximum minimum|positive negative|above below
inside outside|best worst|majority minority|born buried|bought sold|open close|opened closed|earliest latest
longest shortest|large small|big small|strong weak|old new|top bottom|public private|support oppose|supported opposed
join leave|joined left|rich poor|same different|left right|win lose|fast slow|easy difficult|cheap expensive|hot cold
tallest shortest|arrived departed|gained lost|created destroyed|accepted rejected|allowed forbidden|internal external
modern ancient|common rare|main secondary|previous next|only never|always never|biggest smallest|favorite hated
like dislike|love hate|good bad|added removed|recommended discouraged|raised lowered|ancestors descendants|winner loser
father mother|son daughter|brother sister|wife husband|king queen
"""
NEGATIONS = {
    "is": "isn't", "was": "wasn't", "did": "didn't", "does": "doesn't", "are": "aren't", "were": "weren't",
    "has": "hasn't", "can": "can't",
}
NEGATABLE = re.compile(r"\b(" + "|".join(NEGATIONS) + r")\b")


def antonyms() -> dict[str, str]:
    """One antonym for each word of ANTONYM_PAIRS, both ways; where a word stands in several pairs, the first counts."""
    table: dict[str, str] = {}
    for pair in re.split(r"[|\n]", ANTONYM_PAIRS.strip()):
        left, right = pair.split()
        table.setdefault(left, right)
        table.setdefault(right, left)
    return table


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What replacements are drawn from: the names and rarer words of all questions, by article."""

    entities: dict[str, list[str]]
    all_entities: list[str]
    words: dict[str, list[str]]
    all_words: list[str]
    questions_with: Counter[str]
    """How many questions have each run of five or more small letters."""


def vocabulary_of(examples: Sequence[Example]) -> Vocabulary:
    """The vocabulary of these examples' questions, a name or word once for every question that has it.

    Words of a question are taken in alphabetical order, so that the draws are the same in every run.
    """
    entities: dict[str, list[str]] = defaultdict(list)
    all_entities: list[str] = []
    for example in examples:
        for match in ENTITY.finditer(example.question):
            entities[example.article].append(match.group())
            all_entities.append(match.group())
    runs = (set(re.findall(r"[a-z]{5,}", example.question)) for example in examples)
    questions_with = Counter(run for each in runs for run in each)
    words: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        for word in sorted(set(WORD.findall(example.question))):
            if 2 <= questions_with[word] <= COMMONEST:
                words[example.article].append(word)
    all_words = [word for of_article in words.values() for word in of_article]
    return Vocabulary(dict(entities), all_entities, dict(words), all_words, questions_with)


class QuestionEditor:
    """Makes unanswerable examples by changing questions. Draws from `draws` at every call."""

    def __init__(self, vocabulary: Vocabulary, draws: random.Random) -> None:
        self._vocabulary = vocabulary
        self._draws = draws
        self._antonyms = antonyms()
        self._ways: dict[str, Callable[[Example, str], Change | None]] = {
            "entity": self._entity, "number": self._number, "antonym": self._antonym, "word": self._word,
            "negation": self._negation,
        }

    def edit(self, example: Example) -> Example | None:
        """`example` with its question changed in one place; None when no way of changing it works.

        Names and antonyms are tried first more often than numbers, plain words in 40% and negations in 30% of cases.
        """
        ways = ["entity", "entity", "number", "antonym", "antonym"]
        ways += ["word"] * (self._draws.random() < 0.4)
        ways += ["negation"] * (self._draws.random() < 0.3)
        self._draws.shuffle(ways)
        passage = example.passage.lower()
        for way in ways:
            change = self._ways[way](example, passage)
            if change is not None:
                start, end, replacement = change
                question = example.question[:start] + replacement + example.question[end:]
                return replace(example, question=question, answers=(), kind="edit", edit=way)
        return None

    def _entity(self, example: Example, passage: str) -> Change | None:
        """A name that the passage has gives way to one that it has not, of the same article if possible."""
        matches = [match for match in ENTITY.finditer(example.question) if match.group().lower() in passage]
        if not matches:
            return None
        match = self._draws.choice(matches)
        length = len(match.group().split())
        for names in (self._vocabulary.entities.get(example.article, []), self._vocabulary.all_entities):
            others = [
                name for name in self._sampled(names)
                if name.lower() not in passage and abs(len(name.split()) - length) < 2
            ]
            if others:
                return match.start(), match.end(), self._draws.choice(others)
        return None

    def _number(self, example: Example, passage: str) -> Change | None:
        """A number of two to four digits that the passage has becomes another one near it."""
        matches = [match for match in NUMBER.finditer(example.question) if match.group() in passage]
        if not matches:
            return None
        match = self._draws.choice(matches)
        changed = str(max(1, int(match.group()) + self._draws.choice(NUMBER_STEPS)))
        return None if changed in passage else (match.start(), match.end(), changed)

    def _antonym(self, example: Example, _passage: str) -> Change | None:
        words = re.finditer(r"[a-z]+", example.question)
        matches = [match for match in words if match.group() in self._antonyms]
        if not matches:
            return None
        match = self._draws.choice(matches)
        return match.start(), match.end(), self._antonyms[match.group()]

    def _word(self, example: Example, passage: str) -> Change | None:
        """A rarer word that the passage has gives way to one with the same last letter, hence often the same form."""
        counts = self._vocabulary.questions_with
        matches = [
            match for match in WORD.finditer(example.question)
            if match.group() in passage and counts[match.group()] <= COMMONEST
        ]
        if not matches:
            return None
        match = self._draws.choice(matches)
        for words in (self._vocabulary.words.get(example.article, []), self._vocabulary.all_words):
            others = [
                word for word in self._sampled(words)
                if word not in passage and word not in example.question and word[-1] == match.group()[-1]
            ]
            if others:
                return match.start(), match.end(), self._draws.choice(others)
        return None

    def _negation(self, example: Example, _passage: str) -> Change | None:
        """The first auxiliary verb is negated, half the time, and not where "why" or "how" would still be answered."""
        if self._draws.random() >= 0.5 or re.match(r"(?i)(why|how)", example.question):
            return None
        match = NEGATABLE.search(example.question)
        return None if match is None else (match.start(), match.end(), NEGATIONS[match.group()])

    def _sampled(self, words: Sequence[str]) -> list[str]:
        return self._draws.sample(words, min(SAMPLE, len(words)))
