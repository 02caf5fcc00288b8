"""BM25 over texts: finds look-alike passages while preparing, and retrieves while measuring."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

SATURATION = 0.9
"""BM25's k1; with LENGTH_NORMALISATION the values of Anserini for short passages."""
LENGTH_NORMALISATION = 0.4
"""BM25's b."""


class Bm25:
    """An index over fixed texts. English stop words are dropped, words are stemmed by Snowball."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`; their order gives the order of the scores."""
        import bm25s
        import Stemmer

        self._bm25s = bm25s
        self._stemmer = Stemmer.Stemmer("english")
        self._count = len(texts)
        self._index = bm25s.BM25(k1=SATURATION, b=LENGTH_NORMALISATION)
        self._index.index(self._tokens(texts), show_progress=False)

    def scores(self, query: str) -> NDArray[np.floating]:
        """BM25 score of each text, [texts]; zeros when none of the query's words occurs anywhere."""
        words = [word for word in self._tokens([query]).vocab if word in self._index.vocab_dict]
        return self._index.get_scores(words) if words else np.zeros(self._count)

    def _tokens(self, texts: Iterable[str]) -> object:
        return self._bm25s.tokenize(list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False)
