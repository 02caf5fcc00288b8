"""The retrieval that the reader is measured behind: BM25 and cosine of passages fused by value, the best eight kept.

It is a small copy of what the product does, so that figures do not move with the product: passages of about 120 words
filled sentence by sentence, `fused` = half of each score divided by its maximum (elsewhere called "lin"), and for each
sentence of the kept passages the scores that choose evidence without a reader (`BASELINES`).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference import Session
from inputs import Encoding, Tokenizer
from lexical import Bm25
from measuring.sets import EvaluationSet
from text import sentences, with_title

PASSAGE_WORDS = 120
KEPT = 8
"""Passages kept for each question."""
EMBEDDED_TOKENS = 256
"""Most tokens that the embedder sees."""
EMBEDDED_AT_ONCE = 16
BASELINES: dict[str, dict[str, float]] = {
    "lex": {"lexical": 1, "passage": 0.3},
    "ind": {"sentence": 1, "passage": 0.2},
    "indlex": {"sentence": 1, "lexical": 0.5, "passage": 0.2},
    "latelex": {"late": 1, "lexical": 0.5, "passage": 0.2},
    "all": {"sentence": 0.5, "late": 0.5, "lexical": 0.5, "passage": 0.2},
}
"""Weights of: BM25 over sentences, divided by its maximum (lexical); cosine of the sentence embedded alone (sentence);
cosine of the mean of its token vectors in its passage's pass (late); fused score of its passage (passage). "all" is
called the baseline."""
Vectors = NDArray[np.float32]
"""[texts, dimensions], each of length 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one document."""

    document: str
    title: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One question with what retrieval brought; made of plain values, so that it can be kept as JSON."""

    question: dict[str, Any]
    top: list[int]
    """Indexes of the kept passages, best first."""
    cosine: float
    """Largest cosine of any passage."""
    sentence_cosine: float
    """Largest cosine of a candidate embedded alone."""
    candidates: list[list[int]]
    """[passage, sentence in it] for each sentence of the kept passages, in the order of the passages."""
    passage_scores: list[float]
    """For each candidate the fused score of its passage."""
    baselines: dict[str, list[float]]
    """For each of BASELINES the score of each candidate."""


def retrieve(data: EvaluationSet, tokenizer: Tokenizer, session: Session) -> dict[str, Any]:
    """Passages of the set and a Retrieved for every question, as plain values for JSON."""
    passages = [passage for document in data.documents for passage in cut(document)]
    found = _Search(passages, tokenizer, session).all([question for question in data.questions])
    return {"passages": [asdict(passage) for passage in passages], "questions": [asdict(each) for each in found]}


def cut(document: dict[str, Any]) -> list[Passage]:
    """Passages of whole sentences, each filled until the next sentence would exceed PASSAGE_WORDS."""
    passages: list[Passage] = []
    held: list[str] = []
    words = 0
    title = document.get("title") or ""
    for sentence in sentences(document["text"]):
        count = len(sentence.split())
        if held and words + count > PASSAGE_WORDS:
            passages.append(Passage(document["id"], title, held))
            held, words = [], 0
        held.append(sentence)
        words += count
    return passages + ([Passage(document["id"], title, held)] if held else [])


def share_of_maximum(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Scores divided by the largest of them; all zero stays zero."""
    return scores / (scores.max() + 1e-9)


class _Search:
    """Vectors and BM25 of one set's passages and sentences."""

    def __init__(self, passages: Sequence[Passage], tokenizer: Tokenizer, session: Session) -> None:
        self._tokenizer = tokenizer
        self._session = session
        self._places = [[p, s] for p, passage in enumerate(passages) for s in range(len(passage.sentences))]
        self._sentences = [sentence for passage in passages for sentence in passage.sentences]
        self._passage_of = np.array([passage for passage, _ in self._places])
        texts = [with_title(passage.title, " ".join(passage.sentences)) for passage in passages]
        self._vectors, late = self._embedded(texts, passages)
        self._late = np.concatenate(late)
        self._passage_terms = Bm25(texts)
        self._sentence_terms = Bm25(self._sentences)

    def all(self, questions: Sequence[dict[str, Any]]) -> list[Retrieved]:
        vectors, _ = self._embedded([question["question"] for question in questions])
        ranked = [self._ranked(question["question"], vector) for question, vector in zip(questions, vectors)]
        needed = sorted({int(index) for _, _, candidates, _ in ranked for index in candidates})
        alone, _ = self._embedded([self._sentences[index] for index in needed])
        row = {index: position for position, index in enumerate(needed)}
        return [
            self._retrieved(question, vector, rank, alone[[row[int(index)] for index in rank[2]]])
            for question, vector, rank in zip(questions, vectors, ranked)
        ]

    def _ranked(self, text: str, vector: Vectors) -> tuple[NDArray, NDArray, NDArray, float]:
        """Fused score of every passage, the kept ones best first, their sentences, and the largest cosine."""
        cosines = self._vectors @ vector
        fused = 0.5 * share_of_maximum(self._passage_terms.scores(text)) + 0.5 * share_of_maximum(cosines)
        top = np.argsort(-fused, kind="stable")[:KEPT]
        return fused, top, np.nonzero(np.isin(self._passage_of, top))[0], float(cosines.max())

    def _retrieved(self, question: dict[str, Any], vector: Vectors, rank: tuple[NDArray, NDArray, NDArray, float],
                   alone: Vectors) -> Retrieved:
        fused, top, candidates, cosine = rank
        parts = {
            "lexical": share_of_maximum(self._sentence_terms.scores(question["question"])[candidates]),
            "sentence": alone @ vector,
            "late": self._late[candidates] @ vector,
            "passage": fused[self._passage_of[candidates]],
        }
        baselines = {
            name: np.sum([weight * parts[part] for part, weight in weights.items()], axis=0).tolist()
            for name, weights in BASELINES.items()
        }
        return Retrieved(question, top.tolist(), cosine, float(parts["sentence"].max()),
                         [self._places[index] for index in candidates], parts["passage"].tolist(), baselines)

    def _embedded(self, texts: Sequence[str],
                  passages: Sequence[Passage] | None = None) -> tuple[Vectors, list[Vectors]]:
        """Vectors of the texts; where they are those of `passages`, also the vectors of each one's sentences."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = np.argsort([len(encoding.ids) for encoding in encodings])
        vectors: list[Vectors] = [np.zeros(0, np.float32)] * len(texts)
        late: list[Vectors] = [np.zeros(0, np.float32)] * (0 if passages is None else len(texts))
        for start in range(0, len(texts), EMBEDDED_AT_ONCE):
            indexes = order[start:start + EMBEDDED_AT_ONCE]
            hidden, mask = self._hidden([encodings[index] for index in indexes])
            means = (hidden * mask[..., None]).sum(1) / mask.sum(1)[:, None]
            for row, index in enumerate(indexes):
                vectors[index] = means[row] / np.linalg.norm(means[row])
                if passages is not None:
                    late[index] = sentence_vectors(hidden[row], encodings[index].offsets[:EMBEDDED_TOKENS],
                                                   passages[index])
        return np.array(vectors), late

    def _hidden(self, encodings: Sequence[Encoding]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Token vectors [texts, tokens, dimensions] and which tokens are real [texts, tokens]."""
        longest = min(EMBEDDED_TOKENS, max(len(encoding.ids) for encoding in encodings))
        ids = np.zeros((len(encodings), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            kept = encoding.ids[:EMBEDDED_TOKENS]
            ids[row, :len(kept)] = kept
            mask[row, :len(kept)] = 1
        return self._session.run(ids, mask, np.zeros_like(ids))[0], mask


def sentence_vectors(hidden: NDArray[np.float32], offsets: Sequence[tuple[int, int]], passage: Passage) -> Vectors:
    """Mean of the token vectors of each sentence, scaled to length 1; zeros for one whose tokens were cut off.

    Args:
        hidden: token vectors, [tokens, dimensions].
        offsets: each token's span in `title. sentences`; an empty span is a special token.
    """
    spans = np.array(offsets)
    vectors = np.zeros((len(passage.sentences), hidden.shape[1]), np.float32)
    start = len(with_title(passage.title, ""))
    for row, sentence in enumerate(passage.sentences):
        end = start + len(sentence)
        inside = (spans[:, 0] >= start) & (spans[:, 1] <= end) & (spans[:, 1] > spans[:, 0])
        if inside.any():
            mean = hidden[:len(spans)][inside].mean(0)
            vectors[row] = mean / np.linalg.norm(mean)
        start = end + 1
    return vectors
