"""`tutor export|profiles`: what a candidate takes along, and who practises on this machine."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tutor.build import Tutor
from tutor.errors import RecordError, SettingsError
from tutor.practice.exporting.scope import Scope
from tutor.settings import Settings

_STDOUT = "-"


def add_export(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser(
        "export",
        parents=[common],
        help="print a conversation as Markdown, or list them; take practice along",
        description="Without an option: a conversation as Markdown, or the list of them. FILE may be - for "
        "standard output.",
    )
    parser.add_argument("conversation", nargs="?", metavar="ID")
    parser.add_argument("--anki", metavar="FILE", help="an Anki package of questions with their source quotes")
    parser.add_argument(
        "--scope", choices=[one.value for one in Scope], default=None, help="which questions go to Anki"
    )
    parser.add_argument("--area", metavar="NAME", help="every question of this area goes to Anki")
    parser.add_argument("--csv", metavar="FILE", help="every attempt as a row for a spreadsheet")
    parser.add_argument("--everything", metavar="FILE", help="all that is kept of the candidate, as JSON")
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    files = {name: value for name in ("anki", "csv", "everything") if (value := getattr(options, name)) is not None}
    if files:
        _export_practice(options, tutor, files)
    elif options.scope or options.area:
        raise SettingsError("--scope and --area choose what goes to Anki; add --anki FILE")
    elif options.conversation:
        text = tutor.export_markdown(options.conversation)
        sys.stdout.write(json.dumps({"markdown": text}) + "\n" if options.json else text)
    else:
        _list_conversations(tutor, as_json=options.json)
    return 0


def _list_conversations(tutor: Tutor, *, as_json: bool) -> None:
    found = tutor.records.conversations()
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
    else:
        print("\n".join(f"{one.id}  {one.title}" for one in found) or "There are no conversations yet.")


def _export_practice(options: argparse.Namespace, tutor: Tutor, files: dict[str, str]) -> None:
    if options.conversation:
        raise SettingsError(f"export the conversation {options.conversation!r} or practice, not both at once")
    if sum(file == _STDOUT for file in files.values()) > 1:
        raise SettingsError("only one export fits on standard output; name files for the others")
    made = {name: _made(name, options, tutor) for name in files}
    for name, data in made.items():
        _write(files[name], data)
    if options.json and _STDOUT not in files.values():
        print(json.dumps(files, ensure_ascii=False))
    elif _STDOUT not in files.values():
        print("\n".join(f"Written to {file} ({len(made[name]):,} bytes)" for name, file in files.items()))


def _made(name: str, options: argparse.Namespace, tutor: Tutor) -> bytes:
    match name:
        case "anki":
            scope = Scope(options.scope) if options.scope else Scope.AREA if options.area else Scope.PRACTISED
            if options.area and scope is not Scope.AREA:
                raise SettingsError(f"--area goes with --scope area, not with --scope {scope.value}")
            return tutor.exports.anki(scope, area=options.area)
        case "csv":
            return tutor.exports.csv().encode("utf-8-sig")
        case _:
            return json.dumps(tutor.exports.everything(), ensure_ascii=False).encode() + b"\n"


def _write(file: str, data: bytes) -> None:
    if file == _STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise SettingsError(f"{file!r} cannot be written: {error.strerror}") from error


def add_profiles(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("profiles", parents=[common], help="list who practises here, add one, delete one")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--add", metavar="NAME", help="add a candidate")
    what.add_argument("--delete", metavar="NAME", help="delete all that is kept of a candidate, with --yes")
    parser.add_argument("--yes", action="store_true", help="delete without a way back")
    parser.set_defaults(run=_profiles)


def _profiles(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    if options.add is not None:
        tutor.profiles.add(options.add)
    if options.delete is not None:
        _delete(options.delete, tutor, sure=options.yes)
    found = tutor.profiles.all()
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
    else:
        for one in found:
            interview = f", interview on {one.interview_at.astimezone():%Y-%m-%d}" if one.interview_at else ""
            print(f"{one.name}{interview}")
    return 0


def _delete(name: str, tutor: Tutor, *, sure: bool) -> None:
    if name not in {one.name for one in tutor.profiles.all()} | {tutor.profile}:
        raise RecordError(f"there is no profile {name!r}; 'tutor profiles' lists them")
    if not sure:
        raise SettingsError(f"everything kept of {name!r} would be gone for good; add --yes to delete it")
    tutor.as_profile(name).candidate.forget()


COMMANDS = (add_export, add_profiles)
