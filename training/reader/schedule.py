"""How far the training is and how fast it learns then: by the clock, so that a busy machine still ends on time."""
from __future__ import annotations

WARM_UP = 0.05
"""Share of the training in which the learning rate rises."""


def progress(step: int, steps: int, elapsed_minutes: float, minutes: float) -> float:
    """How far the training is, 0 to 1: by batches or by time, whichever is further. It ends at 1."""
    return max(step / steps, elapsed_minutes / minutes)


def learning_rate(highest: float, done: float) -> float:
    """The rate at progress `done`: from 1% up to about `highest` over WARM_UP, then linearly down to zero at 1."""
    return highest * min(done / WARM_UP + 0.01, 1) * (1 - done)
