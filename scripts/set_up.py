"""Make .venv hold what a lock says; do nothing where it already does. Called by `scripts/set-up`.

Each step leaves a stamp in .venv with a digest of what it was made from, so a step is done again when that changes or
when it was interrupted. The standard library alone is used: nothing is installed yet when this runs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / "stamps"
LOG = VENV / "set-up.log"

# Each lock holds all of those before it, at the same versions (scripts/lock.py sees to that).
LOCKS = {"runtime": "requirements.lock", "test": "requirements-test.lock", "bench": "requirements-bench.lock"}
UV_LOCK = "requirements-uv.lock"
# What pip is told about this machine's network holds for uv too.
SAME_FOR_UV = {"PIP_FIND_LINKS": "UV_FIND_LINKS", "PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_CERT": "SSL_CERT_FILE"}


class SetUpFailed(Exception):
    """A step failed; the message is the sentence to show."""


def say(line: str) -> None:
    print(f"set-up: {line}", flush=True)


def read(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except OSError as error:
        raise SetUpFailed(f"{name!r} cannot be read ({error.strerror}); is this a complete copy?") from error


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def uv_environment(environment: dict[str, str]) -> dict[str, str]:
    """The environment for uv: pip's settings under uv's names, unless uv has its own."""
    handed_on = {
        uv: ",".join(environment[pip].split()) if uv == "UV_FIND_LINKS" else environment[pip]
        for pip, uv in SAME_FOR_UV.items()
        if environment.get(pip) and not environment.get(uv)
    }
    # uv takes an empty setting for a mistake.
    return {key: value for key, value in {**environment, **handed_on}.items() if value or not key.startswith("UV_")}


def succeeds(command: Sequence[str | Path]) -> bool:
    """Run a command with its output in the log."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        done = subprocess.run(
            command, cwd=ROOT, env=uv_environment(dict(os.environ)), stdout=log, stderr=log, check=False
        )
    return done.returncode == 0


def must(command: Sequence[str | Path], otherwise: str) -> None:
    if not succeeds(command):
        raise SetUpFailed(f"{otherwise} The reason is at the end of {LOG.relative_to(ROOT)}.")


def uv_install(*arguments: str) -> list[str | Path]:
    # Compiled now: importing torch and its friends without cached bytecode takes two to three times as long, and a
    # machine with PYTHONDONTWRITEBYTECODE would never cache it.
    return [UV, "pip", "install", "--python", PYTHON, "--compile-bytecode", *arguments]


def step(name: str, made_from: str, do: Callable[[], None]) -> bool:
    """Do a step unless its stamp says it was done from the same things; tell whether it was done now."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
        return False
    stamp.unlink(missing_ok=True)
    do()
    stamp.write_text(made_from, encoding="utf-8")
    return True


def ensure_venv(exactly: bool) -> None:
    """Keep a .venv that was made here and still runs (and, with `exactly`, has this very version); else make it."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = STAMPS / "venv"
    place, made_with = stamp.read_text(encoding="utf-8").split("\n") if stamp.is_file() else ("", "")
    runs = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
    if runs and place == str(ROOT) and (made_with == version or not exactly):
        return
    say(f"making .venv with Python {version}")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetUpFailed(
            f"Python {version} at {sys.executable} could not make .venv; on Debian and Ubuntu the package python3-venv "
            f"is missing, elsewhere see what it says: {' '.join((done.stdout + done.stderr).split())}"
        )
    STAMPS.mkdir()
    stamp.write_text(f"{ROOT}\n{version}", encoding="utf-8")


def fetch_uv() -> None:
    say("fetching uv, the installer")
    must(
        [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", UV_LOCK],
        "uv could not be installed; a connection to the package index is needed the first time.",
    )


def install_lock(lock: str) -> None:
    count = len(re.findall(r"^[a-z0-9][^ ]*==", read(lock), re.MULTILINE))
    say(f"installing {count} packages, each checked against its hash in {lock} (some minutes the first time)")
    must(
        uv_install("--no-deps", "--require-hashes", "--requirement", lock),
        f"The packages of {lock} could not be installed.",
    )


def install_torch(pin: str) -> None:
    """From a local wheel folder if one holds a fitting wheel, else the build that fits this machine's GPU, if any."""
    if folder := uv_environment(dict(os.environ)).get("UV_FIND_LINKS"):
        say(f"installing {pin} from {folder}")
        if succeeds(uv_install("--no-index", "--no-deps", pin)):
            return
        say("no wheel there fits this Python")
    # Set but empty, it means the package index itself, whose Linux build brings a GPU's libraries.
    backend = os.environ.get("UV_TORCH_BACKEND", "auto")
    say(f"installing {pin} (backend: {backend or 'any'}; the largest download)")
    must(
        uv_install(*(["--torch-backend", backend] if backend else []), "--constraints", LOCKS["runtime"], pin),
        f"{pin} could not be installed; it comes from PyTorch's download site or a folder named by UV_FIND_LINKS.",
    )


def install_project() -> None:
    say("installing the project itself")
    must(
        uv_install("--no-deps", "--no-build-isolation", "--editable", "."),
        "The project itself could not be installed.",
    )


def check_installed() -> None:
    must([UV, "pip", "check", "--python", PYTHON], "The installed packages do not fit together.")


def wanted_lock(name: str) -> str:
    """The lock to install: a larger one that is installed already, and current, serves as well."""
    larger = list(LOCKS.values())[list(LOCKS).index(name) :]
    for lock in larger:
        stamp = STAMPS / lock
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(read(lock)):
            return lock
    return larger[0]


def set_up(name: str, *, exactly: bool) -> None:
    ensure_venv(exactly)
    step("uv", digest(read(UV_LOCK)), fetch_uv)
    if name == "uv":
        return
    lock = wanted_lock(name)
    requirements = read("requirements.in")
    pin = re.search(r"^torch==\S+", requirements, re.MULTILINE)
    if pin is None:
        raise SetUpFailed("requirements.in names no torch==<version>; put it back.")
    changed = step(lock, digest(read(lock)), lambda: install_lock(lock))
    changed |= step("torch", pin.group(), lambda: install_torch(pin.group()))
    changed |= step("project", digest(read("pyproject.toml"), requirements), install_project)
    step("checked", digest(lock, read(lock), pin.group(), read("pyproject.toml"), requirements), check_installed)
    say("ready" if changed else "nothing to install")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/set-up", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", choices=["uv", *LOCKS], help="what to install; `uv` is the installer alone")
    parser.add_argument("--exactly", action="store_true", help="make .venv again unless it has this Python's version")
    arguments = parser.parse_args()
    try:
        set_up(arguments.name, exactly=arguments.exactly)
    except SetUpFailed as failure:
        sys.exit(f"set-up: {failure}")
    except KeyboardInterrupt:
        sys.exit("set-up: stopped; the next run goes on from here.")


if __name__ == "__main__":
    main()
