#!/usr/bin/env python3
"""Train the span reader on the CPU, from all-MiniLM-L6-v2 and the file that prepare.py wrote.

Loss: -log of the summed probability of the gold starts, the same for the gold ends, averaged; [CLS] is the gold
position when the passage does not answer. The learning rate follows the clock (see schedule.py).
"""
from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from batches import Batch, batch_indexes, collate, planned_batches
from data.sequences import TokenSequence, read_sequences
from failures import TrainingError, run
from measuring.metrics import area_under_curve
from schedule import learning_rate, progress
from spans import best_span

if TYPE_CHECKING:
    import torch

SEED = 0
THREADS = 2
WEIGHT_DECAY = 0.01
"""Of matrices; biases and layer norms have none."""
BETAS = (0.9, 0.98)
CLIP = 1.0
"""Largest norm of the gradient."""
MASKED = -1e4
"""Logit of a position that may not be chosen."""
CHECKPOINT_SECONDS = 600
CHECKPOINT_SEQUENCES, FINAL_SEQUENCES = 800, 1600
"""Most validation sequences looked at beside a checkpoint, and at the end."""
LOG_EVERY = 50
"""Batches between two lines of the log."""
BENCHMARK_BATCHES, BENCHMARK_WARM_UP, BENCHMARK_TOKENS = 14, 4, 170


def main() -> None:
    """Read the arguments, train, save."""
    args = _arguments()
    train, validation = read_sequences(args.data)
    if len(train) * args.epochs < args.batch:
        raise TrainingError(
            "there is nothing to train on", expected=f"at least one batch of {args.batch}",
            found=f"{len(train)} sequences x {args.epochs} epochs", remedy="lower --batch or raise --epochs",
        )
    trainer = Trainer(args, train, validation)
    if args.benchmark:
        print(f"{trainer.sequences_per_second():.1f} sequences a second")
    else:
        trainer.train()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, metavar="DIR",
                        help="folder of all-MiniLM-L6-v2 in PyTorch form: config.json and model.safetensors")
    parser.add_argument("--data", type=Path, required=True, metavar="FILE", help="the file that prepare.py wrote")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="folder for final/, checkpoint/ and log.jsonl")
    parser.add_argument("--minutes", type=_positive, default=60, help="when to end at the latest (default 60)")
    parser.add_argument("--epochs", type=_positive, default=1.0, help="passes over the data at most (default 1)")
    parser.add_argument("--lr", type=_positive, default=1e-4, help="highest learning rate (default 1e-4)")
    parser.add_argument("--batch", type=int, choices=range(1, 1025), default=32, metavar="1..1024",
                        help="sequences in a batch (default 32)")
    parser.add_argument("--dropout", type=float, default=0.0, help="of hidden states, 0 to 1 (default 0)")
    parser.add_argument("--attention", choices=("eager", "sdpa"), default="eager",
                        help="eager (default) is faster here: the backward pass of sdpa took 55%% of a step on a CPU")
    parser.add_argument("--compile", action="store_true", help="use torch.compile")
    parser.add_argument("--benchmark", action="store_true",
                        help=f"time {BENCHMARK_BATCHES} batches of about {BENCHMARK_TOKENS} tokens and stop")
    return parser.parse_args()


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text}")
    return value


class Trainer:
    """One training run: the model, its optimiser, and a clock that starts with `train`."""

    def __init__(self, args: argparse.Namespace, train: Sequence[TokenSequence],
                 validation: Sequence[TokenSequence]) -> None:
        import torch

        torch.manual_seed(SEED)
        torch.set_num_threads(THREADS)
        self._torch = torch
        self._args = args
        self._train = train
        self._validation = validation
        args.out.mkdir(parents=True, exist_ok=True)
        self._net = _pretrained(args.base, args.dropout, args.attention)
        self._model = torch.compile(self._net, dynamic=True) if args.compile else self._net
        self._optimiser = self._made_optimiser()
        lengths = [len(sequence.tokens) for sequence in train]
        self._batches = planned_batches(lengths, args.batch, args.epochs, random.Random(SEED))

    def train(self) -> None:
        """Train until the batches or the minutes run out; save in final/, with a checkpoint every ten minutes."""
        began = saved = time.time()
        losses: list[float] = []
        for step, batch in enumerate(self._batches):
            done = progress(step, len(self._batches), (time.time() - began) / 60, self._args.minutes)
            if done >= 1:
                break
            losses.append(self._step(batch, done))
            if len(losses) % LOG_EVERY == 0:
                self._log({"step": len(losses), "of": len(self._batches),
                           "minutes": round((time.time() - began) / 60, 1),
                           "loss": round(float(np.mean(losses[-LOG_EVERY:])), 4), "progress": round(done, 3)})
            if time.time() - saved > CHECKPOINT_SECONDS:
                self._save("checkpoint")
                saved = time.time()
                self._log({"step": len(losses), **self.validate(CHECKPOINT_SEQUENCES)})
        self._save("final")
        self._log({"steps": len(losses), "minutes": (time.time() - began) / 60, **self.validate(FINAL_SEQUENCES)})

    def sequences_per_second(self) -> float:
        """Speed over batches of about BENCHMARK_TOKENS tokens, the first ones left out."""
        def distance(batch: Sequence[int]) -> int:
            return abs(len(self._train[batch[-1]].tokens) - BENCHMARK_TOKENS)

        batches = sorted(self._batches, key=distance)[:BENCHMARK_BATCHES]
        if len(batches) <= BENCHMARK_WARM_UP:
            raise TrainingError(
                "there are too few batches to time", expected=f"more than {BENCHMARK_WARM_UP}", found=str(len(batches)),
                remedy="lower --batch or raise --epochs",
            )
        began = time.time()
        for step, batch in enumerate(batches):
            if step == BENCHMARK_WARM_UP:
                began = time.time()
            self._step(batch, step / len(batches))
        return self._args.batch * (len(batches) - BENCHMARK_WARM_UP) / (time.time() - began)

    def validate(self, most: int) -> dict[str, float]:
        """Loss, AUC of answerable against unanswerable, and share of exact spans among the answerable, over at most
        `most` sequences."""
        sequences = self._validation[:most]
        losses: list[float] = []
        scores: list[float] = []
        answerable: list[bool] = []
        exact: list[bool] = []
        self._net.eval()
        with self._torch.no_grad():
            for batch in batch_indexes([len(each.tokens) for each in sequences], self._args.batch, None):
                chosen = [sequences[index] for index in batch]
                loss, starts, ends = self._forward(chosen, self._net)
                losses.append(loss.item())
                for row, sequence in enumerate(chosen):
                    score, first, last = _without_null(starts[row].numpy(), ends[row].numpy())
                    scores.append(score)
                    answerable.append(bool(sequence.starts))
                    if sequence.starts:
                        exact.append(first in sequence.starts and last in sequence.ends)
        self._net.train()
        return {"loss": float(np.mean(losses)), "auc": area_under_curve(scores, answerable),
                "span": float(np.mean(exact)) if exact else float("nan")}

    def _step(self, batch: Sequence[int], done: float) -> float:
        """One step of the optimiser at progress `done`; returns the loss."""
        for group in self._optimiser.param_groups:
            group["lr"] = learning_rate(self._args.lr, done)
        loss, _, _ = self._forward([self._train[index] for index in batch], self._model)
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self._net.parameters(), CLIP)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        return float(loss.item())

    def _forward(self, sequences: Sequence[TokenSequence], model: Any) -> tuple[torch.Tensor, ...]:
        """Loss, start logits and end logits [sequences, tokens]; logits are MASKED where no span may be."""
        torch = self._torch
        batch: Batch = collate(sequences)
        ids, attention, types, allowed, gold_starts, gold_ends = (
            torch.from_numpy(array) for array in (batch.input_ids, batch.attention_mask, batch.token_type_ids,
                                                  batch.allowed, batch.starts, batch.ends)
        )
        with torch.autocast("cpu", torch.bfloat16):
            output = model(input_ids=ids, attention_mask=attention, token_type_ids=types)
        starts = output.start_logits.float().masked_fill(~allowed, MASKED)
        ends = output.end_logits.float().masked_fill(~allowed, MASKED)
        loss = (self._surprise(starts, gold_starts) + self._surprise(ends, gold_ends)).mean() / 2
        return loss, starts, ends

    def _surprise(self, logits: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
        """-log of the summed probability of the gold positions, [sequences]."""
        torch = self._torch
        return torch.logsumexp(logits, 1) - torch.logsumexp(logits.masked_fill(~gold, MASKED), 1)

    def _made_optimiser(self) -> Any:
        decayed = [parameter for parameter in self._net.parameters() if parameter.ndim > 1]
        others = [parameter for parameter in self._net.parameters() if parameter.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0}]
        return self._torch.optim.AdamW(groups, lr=self._args.lr, betas=BETAS, fused=True)

    def _save(self, name: str) -> None:
        """Save the weights in the folder `name`; each file replaces an older one only when it is complete."""
        folder = self._args.out / name
        fresh = self._args.out / f"{name}.tmp"
        self._net.save_pretrained(str(fresh))
        folder.mkdir(exist_ok=True)
        for file in fresh.iterdir():
            os.replace(file, folder / file.name)
        fresh.rmdir()

    def _log(self, measured: dict[str, Any]) -> None:
        print(measured, flush=True)
        with (self._args.out / "log.jsonl").open("a", encoding="utf8") as log:
            log.write(json.dumps(measured) + "\n")


def _without_null(starts: np.ndarray, ends: np.ndarray) -> tuple[float, int, int]:
    """Best span after [CLS], its score above that of [CLS], and its first and last token in the whole sequence."""
    score, first, last = best_span(starts[1:], ends[1:])
    return score - float(starts[0]) - float(ends[0]), first + 1, last + 1


def _pretrained(base: str, dropout: float, attention: str) -> Any:
    """BertForQuestionAnswering with the base's weights and a new output layer, ready to train."""
    from transformers import BertConfig, BertForQuestionAnswering

    if not (Path(base) / "config.json").is_file():
        raise TrainingError(
            "the base model cannot be opened", expected="a folder with all-MiniLM-L6-v2 in PyTorch form",
            found=f"no config.json in {base}", remedy="pass its folder as --base; the ONNX file of models/ does not do",
        )
    config = BertConfig.from_pretrained(base)
    config.hidden_dropout_prob = dropout
    config.attention_probs_dropout_prob = 0.0
    config.num_labels = 2
    net = BertForQuestionAnswering.from_pretrained(base, config=config, attn_implementation=attention)
    net.train()
    return net


if __name__ == "__main__":
    run(main)
