"""Choosing the best span out of start and end logits: shared by validation while training and by measuring."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST_SPAN = 30
"""Most tokens of an answer."""
IMPOSSIBLE = -1e4
"""Score of a span that is not allowed: lower than any sum of two logits, yet finite."""


def best_span(starts: NDArray[np.floating], ends: NDArray[np.floating]) -> tuple[float, int, int]:
    """The best span of at most LONGEST_SPAN tokens.

    Args:
        starts: start logits, [tokens]; at least one token.
        ends: end logits, [tokens].
    Returns:
        start + end logit, first token and last token (inclusive). The first of equal ones.
    """
    count = len(starts)
    position = np.arange(count)
    length = position[None, :] - position[:, None]
    scores = np.where((length >= 0) & (length < LONGEST_SPAN), starts[:, None] + ends[None, :], IMPOSSIBLE)
    first, last = divmod(int(scores.argmax()), count)
    return float(scores[first, last]), first, last
