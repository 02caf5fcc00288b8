"""Opening an ONNX model, for measuring."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from failures import TrainingError


class Session:
    """An ONNX model on the CPU."""

    def __init__(self, file: Path, threads: int) -> None:
        """Open `file`, to use `threads` threads. Raises TrainingError when there is no such file."""
        import onnxruntime

        if not file.is_file():
            raise TrainingError("the model cannot be opened", expected="an ONNX file", found=f"no file at {file}",
                                remedy="check the path; export.py writes the reader's")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session: Any = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def run(self, input_ids: NDArray[np.int64], attention_mask: NDArray[np.int64],
            token_type_ids: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        """All outputs for a batch of inputs, each [sequences, tokens]."""
        return self._session.run(None, {"input_ids": input_ids, "attention_mask": attention_mask,
                                        "token_type_ids": token_type_ids})
