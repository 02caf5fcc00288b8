#!/usr/bin/env python3
"""Export a trained reader to ONNX, quantise it, and compare the files with PyTorch.

Writes model_fp32.onnx (opset 14), model_int8.onnx (dynamic quantisation, QInt8 per channel: the one that is shipped),
model_uint8.onnx (QUInt8 per tensor, for comparison) and config.json; tokenizer.json when --tokenizer is given.
"""
from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from failures import TrainingError, run

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")
OPSET = 14
SEED = 0


def main() -> None:
    """Read the arguments, export, quantise, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, metavar="DIR", help="folder final/ that train.py wrote")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    parser.add_argument("--tokenizer", type=Path, metavar="FILE", help="tokenizer.json to put beside the model")
    args = parser.parse_args()
    model = _trained(args.model)
    args.out.mkdir(parents=True, exist_ok=True)
    _export(model, args.out / "model_fp32.onnx")
    _quantise(args.out)
    if args.model.resolve() != args.out.resolve():
        shutil.copy(args.model / "config.json", args.out / "config.json")
    if args.tokenizer is not None:
        shutil.copy(args.tokenizer, args.out / "tokenizer.json")
    _compare(model, [args.out / name for name in ("model_fp32.onnx", "model_int8.onnx", "model_uint8.onnx")])


def _trained(folder: Path) -> Any:
    """The trained model in `folder`, in 32-bit floats, set to answer rather than to learn."""
    import torch
    from transformers import BertForQuestionAnswering

    if not (folder / "config.json").is_file():
        raise TrainingError(
            "the trained model cannot be opened", expected="the folder final/ that train.py wrote",
            found=f"no config.json in {folder}", remedy="pass that folder as --model",
        )
    torch.manual_seed(SEED)
    return BertForQuestionAnswering.from_pretrained(folder, attn_implementation="eager").eval().float()


def _export(model: Any, file: Path) -> None:
    """Write `model` to `file` with a free number of sequences and of tokens."""
    import torch

    class Logits(torch.nn.Module):
        """The model with plain tensors as its outputs."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor,
                    token_type_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            output = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
            return output.start_logits, output.end_logits

    ids = torch.randint(1000, 2000, (2, 16))
    types = torch.zeros_like(ids)
    types[:, 6:] = 1
    torch.onnx.export(
        Logits(), (ids, torch.ones_like(ids), types), str(file), input_names=list(INPUTS), output_names=list(OUTPUTS),
        dynamic_axes={name: {0: "batch", 1: "seq"} for name in INPUTS + OUTPUTS}, opset_version=OPSET, dynamo=False,
    )


def _quantise(folder: Path) -> None:
    """Write model_int8.onnx and model_uint8.onnx beside model_fp32.onnx."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = folder / "prepared.onnx"
    quant_pre_process(str(folder / "model_fp32.onnx"), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(folder / "model_int8.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    quantize_dynamic(str(prepared), str(folder / "model_uint8.onnx"), weight_type=QuantType.QUInt8)
    prepared.unlink()


def _compare(model: Any, files: list[Path]) -> None:
    """Print each file's size and how far its start logits are from PyTorch's, on random tokens with some padding."""
    import onnxruntime
    import torch

    ids = torch.randint(1000, 20000, (4, 90))
    attention = torch.ones_like(ids)
    attention[1, 70:] = 0
    types = torch.zeros_like(ids)
    types[:, 12:] = 1
    inputs = dict(zip(INPUTS, (ids, attention, types)))
    with torch.no_grad():
        expected = model(**inputs).start_logits.numpy()
    for file in files:
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        logits = session.run(None, {name: tensor.numpy() for name, tensor in inputs.items()})[0]
        difference = np.abs(logits - expected)[attention.numpy() > 0]
        print(f"{file.name} {file.stat().st_size / 1e6:.1f} MB: start logits differ from PyTorch's by at most "
              f"{difference.max():.4f}, on average {difference.mean():.4f}")


if __name__ == "__main__":
    run(main)
