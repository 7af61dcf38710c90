"""`tutor search|ask`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from tutor.build import Tutor
from tutor.domain import Answer, Filters, Length, Level, Model, Passage, Support, Turn
from tutor.errors import SettingsError
from tutor.export import VERDICT_LINES
from tutor.library.embedder import encodable
from tutor.settings import Settings


class QueryLine(Model):
    """One line of a --queries file; other keys are ignored."""

    model_config = Model.model_config | {"extra": "ignore"}

    id: str
    text: str
    history: tuple[Turn, ...] = ()


def add_search(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("search", parents=[common], help="find passages")
    _add_question_options(parser)
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help="passages to find (default 10)")
    parser.set_defaults(run=_search)


def _search(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    filters = _filters(options)
    for line in _lines(options):
        asked = tutor.read_question(line.text, line.history)
        passages = tutor.search(line.text, options.k, filters, history=line.history)
        if options.json or options.queries:
            found = {"query": line.text, "passages": [passage_json(one) for one in passages]}
            if asked != line.text.strip():
                found["rewritten"] = asked
            _print_json(found, line if options.queries else None)
        else:
            _print_passages(passages)
    return 0


def add_ask(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("ask", parents=[common], help="ask the material")
    _add_question_options(parser)
    parser.add_argument("--length", choices=[one.value for one in Length], default=Length.STANDARD.value)
    parser.add_argument("--conversation", metavar="ID", help="go on with this conversation, and store the answer in it")
    parser.add_argument("--no-llm", action="store_true", help="answer with the material's own sentences only")
    parser.set_defaults(run=_ask)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    filters = _filters(options)
    if options.conversation:
        tutor.records.ensure_conversation(options.conversation)
    for line in _lines(options):
        answer = tutor.ask(
            line.text,
            length=Length(options.length),
            conversation_id=options.conversation,
            history=line.history,
            filters=filters,
            use_model=not options.no_llm,
        )
        if options.json or options.queries:
            _print_json(answer_json(answer), line if options.queries else None)
        else:
            _print_answer(answer)
    return 0


def _add_question_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--queries", type=Path, metavar="FILE", help='lines of {"id", "text", "history"?}; - for stdin')
    parser.add_argument("--area", action="append", default=[], help="only this area; may be repeated")
    parser.add_argument("--level", action="append", default=[], choices=get_args(Level), help="only this level")
    parser.add_argument("--document", action="append", default=[], help="only this document; may be repeated")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not a number of passages; give 1 or more")
    return number


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(areas=tuple(options.area), levels=tuple(options.level), documents=tuple(options.document))


def _lines(options: argparse.Namespace) -> Iterator[QueryLine]:
    """The question of the command line, or those of the file, one at a time."""
    if (options.question is None) == (options.queries is None):
        raise SettingsError("give a question, or --queries FILE")
    if options.queries is None:
        if not options.question.strip():
            raise SettingsError("the question is empty; write one")
        yield QueryLine(id="", text=encodable(options.question))
        return
    try:
        # Bytes that are no UTF-8 become characters that no JSON holds, so that their line is named below.
        named = str(options.queries) != "-"
        file = options.queries.open(encoding="utf-8", errors="surrogateescape") if named else sys.stdin
    except OSError as error:
        raise SettingsError(f"{str(options.queries)!r} cannot be read: {error.strerror}") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield QueryLine.model_validate_json(line)
            except ValidationError as error:
                reason = error.errors()[0]
                where = ".".join(str(part) for part in reason["loc"]) or "the line"
                raise SettingsError(
                    f"line {number} of {str(options.queries)!r} is not a query ({where}: {reason['msg'].lower()}); "
                    'write {"id": "...", "text": "..."}'
                ) from error


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage as it is documented in README; its sentences best first."""
    fields = {"rank", "score", "document", "chunk_id", "start", "end", "page", "headings", "text"}
    ranked = sorted(passage.sentences, key=lambda one: -one.score)
    sentences = [one.model_dump(include={"start", "end", "text", "score"}) for one in ranked]
    return passage.model_dump(mode="json", include=fields) | {"sentences": sentences}


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as it is documented in README."""
    fields = {"verdict", "text", "rewritten", "backend", "model", "notice", "usage", "timings_ms", "confidence"}
    sentences = [
        {
            "text": one.text,
            "support": one.support.value,
            "citations": [
                cited.model_dump(include={"document", "start", "end", "page", "quote"}) for cited in one.citations
            ],
        }
        for one in answer.sentences
    ]
    passages = [passage_json(one) for one in answer.passages]
    return (
        {"question": answer.question}
        | answer.model_dump(mode="json", include=fields)
        | {
            "sentences": sentences,
            "passages": passages,
        }
    )


def _print_json(found: dict[str, Any], line: QueryLine | None) -> None:
    head = {"id": line.id} if line is not None else {}
    print(json.dumps(head | found, ensure_ascii=False), flush=True)


def _print_passages(passages: tuple[Passage, ...]) -> None:
    for one in passages:
        page = f", page {one.page}" if one.page is not None else ""
        print(f"{one.rank:2}. {one.score:.3f}  {one.document}{page}  {' › '.join(one.headings)}")
        best = max(one.sentences, key=lambda sentence: sentence.score, default=None)
        if best is not None:
            print(f"      {' '.join(best.text.split())}")
    if not passages:
        print("Nothing found: the library is empty, or the filters leave nothing. 'tutor documents' lists it.")


def _print_answer(answer: Answer) -> None:
    print(VERDICT_LINES[answer.verdict])
    if answer.rewritten:
        print(f"Read as: {answer.rewritten}")
    if answer.notice:
        print(answer.notice)
    print()
    sources: list[str] = []
    paragraph = 0
    for sentence in answer.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            print()
        marks = []
        for cited in sentence.citations:
            page = f", page {cited.page}" if cited.page is not None else ""
            place = f"{cited.document}{page} › {' › '.join(cited.headings[-2:])}"
            if place not in sources:
                sources.append(place)
            marks.append(f"[{sources.index(place) + 1}]")
        unsure = {Support.WEAK: " (weakly supported)", Support.UNSUPPORTED: " (not from your material)"}
        print(f"{sentence.text} {''.join(marks)}{unsure.get(sentence.support, '')}")
    if sources:
        print("\nSources")
        print("\n".join(f"[{number}] {place}" for number, place in enumerate(sources, start=1)))
    by = answer.model or "the material itself"
    print(f"\nWritten by {by}, {answer.timings_ms.get('total', 0) / 1000:.2f} s")


COMMANDS = (add_search, add_ask)
