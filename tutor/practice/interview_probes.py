"""Where an interviewer digs: the point an answer missed, and a question that leads to it without saying it.

A point is read as a clause ("the cache | grows | with the length").  Where its subject is something the question or
the candidate has named already, the question is made of subject and verb ("How does the cache grow?"); else of what
kind of thing the point says: a number, a reason, a check, a limit.  Every line passes the leak check of
interview_wording.py before it is said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Sequence

from tutor.answering.wording import topic_words
from tutor.domain import Grade, PointGrade, PointStatus, Question, QuestionKind
from tutor.material.sentences import split_sentences
from tutor.practice.grading.features import clauses
from tutor.practice.interview_wording import gives_away
from tutor.practice.making.english import Clause, read_clause
from tutor.practice.making.phrases import is_subject, lower_first

_FULL = 0.8  # a score from which nothing is dug for
_ENOUGH = 0.6  # of a point that was said in part: it is let be
_LONGEST_QUOTE = 16  # words of the candidate's own that a line takes up again
_SHORTEST_QUOTE = 4
_NEAR = 2  # words of the point that such a quote shares
_WORD = re.compile(r"\w+")
_BEGINS_HOW = re.compile(
    r"^(?:\w+ly\b|with\b|by\b|as\b|in\b|on\b|at\b|over\b|from\b|to\b|through\b|into\b|when\b|only\b|if\b)",
    re.IGNORECASE,
)
_COMPARATIVES = frozenset({"longer", "faster", "slower", "better", "worse", "well", "badly", "together", "apart"})
_PARTICIPLE = re.compile(
    r"^(?P<verb>\w+ed|chosen|known|built|given|taken|kept|found|split|set|drawn|trained|written|seen|held)\b"
    r"(?P<rest>.*)$",
    re.DOTALL,
)
_BY_MEANS = re.compile(r"^\s*(?:\w+ly\s+)?(?:by|with|from|through|in|on|as|into|over|per|before|after|only|at)\b")
_TAKES_PREPOSITION = frozenset({"depend", "rely", "rest", "belong", "consist", "lead", "come", "lie", "point", "refer"})
_PREPOSITIONS = frozenset({"on", "to", "of", "from", "in"})
_TURNED = frozenset({"only", "never", "rarely", "not", "no"})

# What kind of thing a point says -> ways to ask for it, sharpest first.
_ASPECTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(r"(?<![\w\[(=\"'`.-])\d[\d.,]*%?(?![\w\])-])"),
        (
            "Can you put a number on that, and show me how you get there?",
            "Work the figures through with me: what comes out?",
        ),
    ),
    (
        re.compile(
            r"\b(?:tests?|tested|check\w*|measur\w*|evaluat\w*|metric\w*|verif\w*|monitor\w*|recall|audit\w*)\b"
        ),
        (
            "How would you find out whether that holds in practice?",
            "What would you look at to convince yourself?",
        ),
    ),
    (
        re.compile(r"\b(?:because|since|so that|therefore|causes?|lets?|which is why)\b"),
        ("Why is that so? Take me one step deeper.", "What is behind it, mechanically?"),
    ),
    (
        re.compile(r"\b(?:while|whereas|than|unlike|instead of|compared|rather)\b"),
        ("Set it beside the alternative: where do they part?", "What would the other option have done here?"),
    ),
    (
        re.compile(r"\b(?:before|after|until|once|first \w+, then)\b"),
        ("Walk me through it in order: what happens when?", "What comes before that, and what comes next?"),
    ),
    (
        re.compile(r"\b(?:costs?|price\w*|latency|memory|expensive|cheap\w*|slow\w*|faster|budget)\b"),
        ("What do you pay for it?", "What does that mean for time, memory and money?"),
    ),
    (
        re.compile(r"\b(?:not|never|no|cannot|only|fails?|limit\w*|wrong|weak\w*|bias\w*|miss\w*|risk\w*|lose\w*)\b"),
        ("Where does this stop working?", "What could go wrong here that you have not named yet?"),
    ),
    (
        re.compile(r"\b(?:must|should|needs?|requires?|has to|have to)\b"),
        ("What would you insist on here, whatever else changes?", "What has to hold for this to work at all?"),
    ),
)
# ... and where it says none of these, by the kind of question.
_BY_KIND: dict[QuestionKind | None, tuple[str, ...]] = {
    QuestionKind.CONCEPT: (
        "A new colleague hears this for the first time. What else would they have to know?",
        "And if you had to go one level below that?",
    ),
    QuestionKind.COMPARE: (
        "Is there another difference that would decide it for you?",
        "Name me one more thing that sets them apart.",
    ),
    QuestionKind.SCENARIO: ("What else would be on your list before you act?", "And after that, what do you do?"),
    QuestionKind.DEBUGGING: (
        "Suppose that turns out not to be it. What would you look at next?",
        "What else could explain what you see?",
    ),
    QuestionKind.CODING: (
        "Read it through once more as a reviewer. What would you point at?",
        "Which part of this would you want to be sure of before it ships?",
    ),
    QuestionKind.NUMERIC: ("What else do you read off these figures?", "Does that settle it, or is there more to say?"),
    QuestionKind.DESIGN: (
        "What is still open in this design?",
        "Somebody has to sign this design off. What do they ask you about first?",
    ),
    QuestionKind.BEHAVIOURAL: (
        "I would like to hear more of the story. What is the part you have not told yet?",
        "If your lead sat here, what would they add?",
    ),
}
_PLAIN = (
    "There is one more thing I would expect to hear. What could it be?",
    "What else belongs here?",
    "Go on: what else?",
)


def point_to_probe(grade: Grade, *, done: Sequence[str] = ()) -> PointGrade | None:
    """The point that is most worth asking after: one that was contradicted, then what was missed, then what was said in
    part; None after a full answer.  `done` are points that were asked after already."""
    if grade.score >= _FULL and not any(one.status is PointStatus.CONTRADICTED for one in grade.points):
        return None
    telling = {text: place for place, text in enumerate(grade.say_next)}
    ranks = {PointStatus.CONTRADICTED: 0, PointStatus.MISSED: 1, PointStatus.PARTLY: 2}
    open_points = [
        (ranks[one.status], telling.get(one.text, len(telling)), one.score, place, one)
        for place, one in enumerate(grade.points)
        if one.status in ranks and one.text not in done
        if one.status is not PointStatus.PARTLY or one.score < _ENOUGH
    ]
    return min(open_points, key=lambda entry: entry[:4])[4] if open_points else None


def authored_probe(question: Question, point: str, *, known: str) -> str | None:
    """The note's own follow-up that is about `point`, if one is."""
    about = topic_words(point)
    new = about - topic_words(question.text)
    near = [
        (len(shared), one)
        for one in question.follow_ups
        if len(shared := topic_words(one) & about) >= 2 and shared & new and _asks_for(one, about, question)
    ]
    fitting = [(shared, one) for shared, one in near if gives_away(one, point, known=known) is None]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _asks_for(follow_up: str, about: frozenset[str], question: Question) -> bool:
    """Whether nearly all that the follow-up adds to the question is the point's."""
    added = topic_words(follow_up) - topic_words(question.text)
    return len(added & about) * 3 >= len(added) * 2


def plain_probe(question: Question, point: str, *, known: str, rng: random.Random, used: Collection[str] = ()) -> str:
    """A question in plain words that leads to `point`; `known` is all that was said about the question so far, and
    `used` are lines that were said in this interview already."""
    for line in _lines(question, point, known, rng):
        if line not in used and gives_away(line, point, known=known) is None:
            return line
    return _PLAIN[-1]


def words_taken_up(point: PointGrade, answer: str) -> str | None:
    """The candidate's words that are nearest to the point, short enough to be said back; None where none are."""
    if point.quote is not None and _quotable(point.quote.text):
        return _trimmed(point.quote.text)
    about = topic_words(point.text)
    spans = [*((one.start, one.end) for one in split_sentences(answer)), *clauses(answer)]
    said = [answer[start:end] for start, end in spans]
    found = [(len(topic_words(text) & about), text) for text in said if _quotable(text)]
    best = max(found, key=lambda pair: pair[0], default=None)  # of equals the first: a sentence before a part of one
    return _trimmed(best[1]) if best is not None and best[0] >= _NEAR else None


def _quotable(text: str) -> bool:
    return _SHORTEST_QUOTE <= len(_WORD.findall(text)) <= _LONGEST_QUOTE and not re.search(r"[`$\n|<>{}\[\]]", text)


def _trimmed(text: str) -> str:
    return text.strip(" \t,;:.!?-–—\"“”'")


def _lines(question: Question, point: str, known: str, rng: random.Random) -> Iterator[str]:
    clause = read_clause(point)
    if clause is not None and _is_known(clause.subject, known):
        yield from _about_subject(clause, lower_first(clause.subject, _plain_words(question)))
    for cue, ways in _ASPECTS:
        if question.kind is not QuestionKind.BEHAVIOURAL and cue.search(point):
            yield from rng.sample(ways, len(ways))
    ways = _BY_KIND.get(question.kind, ())
    yield from rng.sample(ways, len(ways))
    yield from _PLAIN


def _is_known(subject: str, known: str) -> bool:
    """Whether a point's subject was named already and can be asked about by itself."""
    named = topic_words(subject)
    return bool(named) and named <= topic_words(known) and is_subject(subject)


def _plain_words(question: Question) -> frozenset[str]:
    """Words that the question's own texts write small, as lower_first() wants to know them."""
    texts = " ".join((question.text, *(one.text for one in question.rubric), question.source.quote))
    return frozenset(f"{word}~" for word in _WORD.findall(texts) if word.islower())


def _about_subject(clause: Clause, subject: str) -> Iterator[str]:
    rest = clause.rest.strip()
    first = rest.split(" ", 1)[0].lower()
    if first in _TURNED or clause.adverb in _TURNED:
        yield f"What can you say about {subject}, and where is the limit?"
    elif clause.helper in {"do", "does"}:
        if clause.verb in _TAKES_PREPOSITION and first in _PREPOSITIONS:
            yield f"What {clause.helper} {subject} {clause.verb} {first}?"
        elif _BEGINS_HOW.match(rest):
            yield f"How {clause.helper} {subject} {clause.verb}?"
        elif rest and first not in _COMPARATIVES:
            yield f"What {clause.helper} {subject} {clause.verb}?"
    elif clause.helper in {"is", "are", "was", "were"}:
        done = _PARTICIPLE.match(rest)
        if done is not None and _BY_MEANS.match(done["rest"]):
            yield f"How {clause.helper} {subject} {done['verb']}?"
        elif done is None and re.match(r"(?:an?|the)\b", rest):
            yield f"What exactly {clause.helper} {subject}?"
    elif clause.helper in {"must", "should"}:
        yield f"What would you insist on when it comes to {subject}?"
    yield f"Stay with {subject} for a moment. What matters there?"
