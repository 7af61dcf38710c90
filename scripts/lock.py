"""Write the lock files: exact versions with the hash of every wheel, the same on every machine.

The largest set is resolved first and constrains the smaller ones, so the locks never disagree about a version and
installing a larger one also satisfies a smaller one. One lock serves every supported Python and platform: markers say
what only some of them need. Run by `make lock`; `--upgrade` takes the newest versions the ranges allow.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
LOCKS = ("requirements-bench", "requirements-test", "requirements")
# Neither a GPU's libraries nor where a package came from belong in a lock.
UNWANTED = re.compile(r"^(nvidia-|cuda-|triton\b|torch=)|://|\s@\s|--(extra-)?index|--find-links", re.MULTILINE)


def compile_lock(name: str, options: list[str]) -> None:
    """Resolve `<name>.in` into `<name>.lock`; exit with a sentence when that fails or leaves something unwanted."""
    lock = ROOT / f"{name}.lock"
    print(f"lock: {name}.in -> {lock.name}", flush=True)
    command: list[str | Path] = [
        *(Path(sys.executable).parent / "uv", "pip", "compile", f"{name}.in", "--output-file", lock.name),
        *("--universal", "--fork-strategy", "fewest", "--python-version", OLDEST_PYTHON, "--generate-hashes"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
        *options,
    ]
    # A local wheel folder would put its own wheels' hashes in the lock.
    environment = {key: value for key, value in os.environ.items() if key != "UV_FIND_LINKS"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"{name}.in could not be resolved; the reason is above and {lock.name} was left as it was.")
    if found := UNWANTED.search(lock.read_text(encoding="utf-8")):
        sys.exit(f"{lock.name} holds {found.group()!r}; add it to scripts/gpu-libraries.txt or mend {name}.in.")


def main(options: list[str]) -> None:
    compile_lock("requirements-uv", options)
    apart = ["--no-emit-package", "torch", "--excludes", "scripts/gpu-libraries.txt"]
    larger: list[str] = []
    for name in LOCKS:
        compile_lock(name, [*apart, *larger, *options])
        larger = ["--constraints", f"{name}.lock"]


if __name__ == "__main__":
    main(sys.argv[1:])
