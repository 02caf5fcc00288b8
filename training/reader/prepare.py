#!/usr/bin/env python3
"""Make the reader's training data: read the public sources, keep out the evaluation sets, make unanswerables, tokenise.

All random draws come from one generator with a fixed seed, in a fixed order, so the same inputs give the same file.
"""
from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.examples import Collection, Example, collect
from data.exclusion import read_exclusion
from data.sequences import TokenSequence, build_sequences, write_sequences
from data.sources import SOURCES, check_sources
from data.unanswerable import Maker, Passages
from failures import run
from inputs import open_tokenizer
from lexical import Bm25

SEED = 7
SHOWN_EDITS = 14
"""Changed questions that are printed for a look at their quality."""


def main() -> None:
    """Read the arguments, make the data, write it with its report, and print the report."""
    args = _arguments()
    check_sources(args.mirrors)
    tokenizer = open_tokenizer(args.tokenizer)
    draws = random.Random(SEED)
    exclusion = read_exclusion(args.eval)
    collection = collect(args.mirrors, exclusion, draws)
    passages = Passages(collection.answerable)
    maker = Maker(collection.answerable, passages, Bm25(passages.texts).scores, draws)
    unanswerable = collection.unanswerable + maker.make_all()
    sequences, lost = build_sequences(collection.answerable + unanswerable, tokenizer, draws)
    write_sequences(sequences, args.out)
    report = {
        "sources": _source_report(collection),
        **_counts(collection.answerable, unanswerable, sequences),
        "answer_cut_off": lost,
        "evaluation_questions": len(exclusion.questions),
    }
    text = json.dumps(report, indent=1)
    args.out.with_suffix(".report.json").write_text(text + "\n", encoding="utf8")
    print(text)
    _show_edits([example for example in unanswerable if example.edit], draws)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirrors", type=Path, required=True, metavar="DIR",
                        help="folder with OWNER/NAME for each repository of the data table (see README.md)")
    parser.add_argument("--eval", type=Path, required=True, metavar="DIR",
                        help="evaluation sets, SET/queries*.jsonl and SET/corpus.jsonl: only read to keep them out")
    parser.add_argument("--tokenizer", type=Path, required=True, metavar="FILE",
                        help="tokenizer.json of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE",
                        help="file to write, JSON lines; a report goes beside it, ending in .report.json")
    return parser.parse_args()


def _source_report(collection: Collection) -> dict[str, Any]:
    return {
        source.key: {
            "repository": source.repository, "commit": source.commit, "file": source.path, "licence": source.licence,
            **collection.counts[source.key],
        }
        for source in SOURCES
    }


def _counts(answerable: Sequence[Example], unanswerable: Sequence[Example],
            sequences: Sequence[TokenSequence]) -> dict[str, Any]:
    lengths = [len(sequence.tokens) for sequence in sequences]
    return {
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "unanswerable_by_kind": Counter(example.kind for example in unanswerable),
        "edits": Counter(example.edit for example in unanswerable if example.edit),
        "sequences": len(sequences),
        "validation": sum(sequence.split == "validation" for sequence in sequences),
        "tokens_mean": sum(lengths) / max(1, len(lengths)),
        "tokens_max": max(lengths, default=0),
    }


def _show_edits(edited: Sequence[Example], draws: random.Random) -> None:
    for example in draws.sample(edited, min(SHOWN_EDITS, len(edited))):
        print(f"{example.edit} | {example.question} | {example.passage[:120]}")


if __name__ == "__main__":
    run(main)
