#!/usr/bin/env python3
"""Measure a reader behind a small retrieval of its own, in steps that keep their results in a folder.

retrieve  embed the sets and keep the best eight passages of each question with the scores of their sentences
read      run a reader over what was kept; --tag names the result, so that several readers can be compared
report    print the tables: evidence sentence, answerable or not, calibration, answer span
time      time a reader on eight passages a question

Measured is the reader alone and joined with that retrieval, not the product: it has its own evaluation.
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from failures import TrainingError, run
from inference import Session
from inputs import Limits, open_tokenizer
from measuring.reading import Reader
from measuring.retrieval import KEPT, Passage, retrieve
from measuring.sets import read_set
from measuring.tables import report, rows_of

TIMED, TIMED_WARM_UP = 60, 5
"""Questions timed, of which the first are not counted."""


def main() -> None:
    """Run one of the four steps."""
    args = _arguments()
    args.step(args)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True, metavar="STEP")
    for name, step in (("retrieve", _retrieve), ("read", _read), ("report", _report), ("time", _time)):
        sub = steps.add_parser(name)
        sub.set_defaults(step=step)
        sub.add_argument("--cache", type=Path, required=True, metavar="DIR", help="folder of kept results")
        sub.add_argument("--sets", nargs="+", required=True, metavar="SET[:N]",
                         help="sets, each with at most N questions of each half when retrieving (default all)")
        if name == "report":
            continue
        sub.add_argument("--tokenizer", type=Path, required=True, metavar="FILE", help="tokenizer.json")
        sub.add_argument("--threads", type=int, default=2, help="threads of the model (default 2)")
        if name == "retrieve":
            sub.add_argument("--data", type=Path, required=True, metavar="DIR",
                             help="folder of the sets: SET/corpus.jsonl, SET/queries.{dev,held}.jsonl")
            sub.add_argument("--embed", type=Path, required=True, metavar="FILE", help="ONNX file of all-MiniLM-L6-v2")
        else:
            sub.add_argument("--reader", type=Path, required=True, metavar="FILE", help="ONNX file of the reader")
            sub.add_argument("--question-tokens", type=int, default=48, help="most of the question (default 48)")
            sub.add_argument("--total-tokens", type=int, default=256, help="most in all (default 256)")
    for name in ("read", "report"):
        steps.choices[name].add_argument("--tag", required=True, help="name of the reader's results")
    return parser.parse_args()


def _retrieve(args: argparse.Namespace) -> None:
    args.cache.mkdir(parents=True, exist_ok=True)
    tokenizer, session = open_tokenizer(args.tokenizer), Session(args.embed, args.threads)
    for entry in args.sets:
        name, _, most = entry.partition(":")
        data = read_set(args.data, name, int(most or 0))
        kept = retrieve(data, tokenizer, session)
        _retrieval_file(args, name).write_text(json.dumps(kept), encoding="utf8")
        print(f"{name}: {len(data.documents)} documents, {len(kept['passages'])} passages, "
              f"{len(data.questions)} questions", flush=True)


def _read(args: argparse.Namespace) -> None:
    reader = _reader(args)
    for name in _names(args):
        kept = _loaded(_retrieval_file(args, name), "retrieve")
        passages = [Passage(**passage) for passage in kept["passages"]]
        results = [_read_question(reader, passages, found) for found in kept["questions"]]
        _reading_file(args, name).write_text(json.dumps(results), encoding="utf8")
        print(f"{name}: {len(results)} questions read", flush=True)


def _read_question(reader: Reader, passages: list[Passage], found: dict[str, Any]) -> dict[str, Any]:
    """[score, start, end] for each candidate, and what the reader marks when given the relevant documents."""
    question = found["question"]
    read = reader.read(question["question"], [passages[index] for index in found["top"]])
    by_place = {(passage, sentence): span for passage, spans in zip(found["top"], read)
                for sentence, span in enumerate(spans)}
    spans = [by_place[passage, sentence] for passage, sentence in found["candidates"]]
    gold_span = ""
    gold = [passage for passage in passages if passage.document in question["relevant"]][:KEPT]
    if gold and question.get("answers") and question["answerable"]:
        marked = [(span.score, text[span.start:span.end])
                  for passage, row in zip(gold, reader.read(question["question"], gold))
                  for text, span in zip(passage.sentences, row)]
        gold_span = max(marked)[1]
    return {"spans": [[span.score, span.start, span.end] for span in spans], "gold_span": gold_span}


def _report(args: argparse.Namespace) -> None:
    print(report({
        name: rows_of(_loaded(_retrieval_file(args, name), "retrieve"), _loaded(_reading_file(args, name), "read"))
        for name in _names(args)
    }))


def _time(args: argparse.Namespace) -> None:
    reader = _reader(args)
    for name in _names(args):
        kept = _loaded(_retrieval_file(args, name), "retrieve")
        passages = [Passage(**passage) for passage in kept["passages"]]
        seconds: list[float] = []
        for found in kept["questions"][:TIMED]:
            top = [passages[index] for index in found["top"]]
            began = time.perf_counter()
            reader.read(found["question"]["question"], top)
            seconds.append(time.perf_counter() - began)
        if len(seconds) <= TIMED_WARM_UP:
            raise TrainingError(f"{name} cannot be timed", expected=f"more than {TIMED_WARM_UP} questions",
                                found=str(len(seconds)), remedy="retrieve more of them")
        counted = 1000 * np.array(seconds[TIMED_WARM_UP:])
        print(f"{args.reader.name} {name}: {KEPT} passages, {args.threads} threads: "
              f"median {np.median(counted):.0f} ms, p90 {np.quantile(counted, 0.9):.0f} ms")


def _reader(args: argparse.Namespace) -> Reader:
    limits = Limits(args.question_tokens, args.total_tokens)
    return Reader(open_tokenizer(args.tokenizer), Session(args.reader, args.threads), limits)


def _names(args: argparse.Namespace) -> list[str]:
    return [entry.partition(":")[0] for entry in args.sets]


def _retrieval_file(args: argparse.Namespace, name: str) -> Path:
    return args.cache / f"{name}.retrieval.json"


def _reading_file(args: argparse.Namespace, name: str) -> Path:
    return args.cache / f"{name}.{args.tag}.json"


def _loaded(file: Path, step: str) -> Any:
    if not file.is_file():
        raise TrainingError(f"an earlier step is missing for {file.name}", expected=f"what `{step}` keeps",
                            found=f"no file at {file}", remedy=f"run the step {step} with the same --cache and --sets")
    return json.loads(file.read_text(encoding="utf8"))


if __name__ == "__main__":
    run(main)
