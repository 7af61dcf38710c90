"""Two engines for one set of weights, both from token ids to token vectors.

onnxruntime answers queries (it imports and loads in under a second) and embeds small amounts; torch under bf16
autocast embeds in bulk where the CPU has bf16 units.  torch and sentence_transformers are imported only inside
functions here: their import costs seconds, which a query must not wait for.
"""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tutor.errors import WeightsError
from tutor.library.weights import Weights

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]
_OPSET = 17


class Engine(Protocol):
    """Token vectors of a padded batch."""

    def forward(self, ids: Ids, mask: Ids) -> Vectors:
        """`ids`, `mask`: [batch, tokens]; returns float32 [batch, tokens, dimensions]."""
        ...


class OnnxEngine:
    """The exported encoder under onnxruntime, fp32."""

    def __init__(self, path: Path) -> None:
        import onnxruntime  # 0.3 s that `tutor documents` and the page's first paint don't need

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def forward(self, ids: Ids, mask: Ids) -> Vectors:
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


class TorchEngine:
    """The encoder under torch; bf16 autocast where the CPU has the units for it."""

    def __init__(self, folder: Path) -> None:
        import torch  # seconds to import: only bulk work comes here

        self._torch = torch
        self._model = _load_encoder(folder)
        self._bf16 = cpu_has_bf16()

    def forward(self, ids: Ids, mask: Ids) -> Vectors:
        torch = self._torch
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._bf16):
            output = self._model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))
        vectors: Vectors = output.last_hidden_state.float().numpy()
        return vectors


def cpu_has_bf16() -> bool:
    """Whether the CPU multiplies bf16 matrices in hardware; told without importing torch (Linux on x86)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def onnx_engine(weights: Weights) -> OnnxEngine:
    """The ONNX engine, exporting the encoder first if that was never done."""
    if not weights.verify_onnx():
        export_onnx(weights)
    return OnnxEngine(weights.onnx)


def export_onnx(weights: Weights) -> None:
    """Write the encoder as ONNX with token vectors as its output; a half-written file is never taken for one."""
    import torch  # see the module's docstring

    weights.verify()
    weights.home.mkdir(parents=True, exist_ok=True)
    draft = weights.home / f"encoder.{os.getpid()}.tmp"

    model = _load_encoder(weights.folder, attention="eager")
    sample = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", "token_vectors")}
    log.info("exporting the encoder for onnxruntime (once)")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the tracer's notes about constants; a test compares the two engines
            torch.onnx.export(
                _first_output(model),
                (sample, torch.ones_like(sample)),
                str(draft),
                input_names=["input_ids", "attention_mask"],
                output_names=["token_vectors"],
                dynamic_axes=axes,
                opset_version=_OPSET,
                dynamo=False,
            )
        weights.register_onnx(draft)
    finally:
        draft.unlink(missing_ok=True)


def _load_encoder(folder: Path, attention: str = "sdpa") -> Any:  # noqa: ANN401 - a transformers model, untyped
    """The transformer inside the sentence-transformers model, in evaluation mode."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer  # see the module's docstring
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # half a second of reading weights is no news to a user
    try:
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": attention}
        )
    except (OSError, ValueError) as error:
        raise WeightsError(f"the embedding model in {str(folder)!r} cannot be loaded: {error}") from error
    return model[0].auto_model.eval()


def _first_output(model: Any) -> torch.nn.Module:  # noqa: ANN401
    import torch  # see the module's docstring

    class FirstOutput(torch.nn.Module):  # type: ignore[misc]  # torch's types are not read, see pyproject.toml
        """Token vectors as a plain tensor: what the exporter can name."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return output

    return FirstOutput()
