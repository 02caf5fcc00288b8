"""Batches of token sequences: of similar length, padded, with masks. Plain numpy, hence tested without torch."""
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.sequences import TokenSequence

POOL = 40
"""Batches' worth of sequences that are sorted by length together: little padding, still well mixed."""
MULTIPLE = 16
"""Batches are padded to a multiple of this many tokens, so that few shapes occur."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of one batch, all [sequences, tokens]; the integers are int64, the others bool."""

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_type_ids: NDArray[np.int64]
    """1 from the passage's first token to the last [SEP]."""
    allowed: NDArray[np.bool_]
    """Where a span may begin or end: the passage, and [CLS] for "no answer"."""
    starts: NDArray[np.bool_]
    """Gold starts; [CLS] when unanswerable."""
    ends: NDArray[np.bool_]


def batch_indexes(lengths: Sequence[int], size: int, draws: random.Random | None) -> list[list[int]]:
    """Indexes of the sequences of each batch, every sequence once.

    Args:
        lengths: tokens of each sequence.
        size: sequences in a batch; the last of each pool may have fewer.
        draws: shuffles sequences and batches; None keeps the order, but for the sorting within pools.
    """
    order = list(range(len(lengths)))
    if draws is not None:
        draws.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), size * POOL):
        pool = sorted(order[start:start + size * POOL], key=lambda index: lengths[index])
        batches += [pool[first:first + size] for first in range(0, len(pool), size)]
    if draws is not None:
        draws.shuffle(batches)
    return batches


def planned_batches(lengths: Sequence[int], size: int, epochs: float, draws: random.Random) -> list[list[int]]:
    """Batches for `epochs` passes over the data, which need not be a whole number; each pass is drawn anew."""
    wanted = epochs * len(lengths) / size
    batches: list[list[int]] = []
    while len(batches) < wanted:
        batches += batch_indexes(lengths, size, draws)
    return batches[:int(wanted)]


def collate(sequences: Sequence[TokenSequence]) -> Batch:
    """The arrays of one batch of at least one sequence."""
    longest = max(len(sequence.tokens) for sequence in sequences)
    shape = (len(sequences), -(-longest // MULTIPLE) * MULTIPLE)
    batch = Batch(
        *(np.zeros(shape, np.int64) for _ in range(3)),
        *(np.zeros(shape, np.bool_) for _ in range(3)),
    )
    for row, sequence in enumerate(sequences):
        length, first = len(sequence.tokens), sequence.passage_start
        batch.input_ids[row, :length] = sequence.tokens
        batch.attention_mask[row, :length] = 1
        batch.token_type_ids[row, first:length] = 1
        batch.allowed[row, first:length - 1] = True
        batch.allowed[row, 0] = True
        batch.starts[row, sequence.starts or [0]] = True
        batch.ends[row, sequence.ends or [0]] = True
    return batch
