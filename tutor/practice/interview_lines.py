"""What the interviewer says around the questions, in three manners.  No line tells what an answer was worth."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from typing import NamedTuple

from tutor.domain import InterviewSetup, Manner, QuestionKind
from tutor.practice.roles import Role

F, N, P = Manner.FRIENDLY, Manner.NEUTRAL, Manner.PRESSING

_OPENINGS = {
    F: "Hello, and thank you for making the time. This is for the {role} role, and we have {minutes} minutes. I will "
    "ask you a few questions of different kinds, and now and then I will stay with something you said. Think aloud as "
    "much as you like, and if you don't know something, just say so: we simply move on.",
    N: "Hello. This interview is for the {role} role, at the {level} level, and it takes {minutes} minutes. I will ask "
    "questions of different kinds and follow up where I want to know more. You may pass on a question.",
    P: "Good, let's start. {minutes} minutes, {role}, {level} level. I want precise answers: a number where there is "
    "one, a reason where there is a choice. I will come back to what you leave out. If you don't know, say so "
    "quickly.",
}
_FIRST = {
    F: ("Let's ease into it.", "Here is one to warm up.", "Let me begin with this."),
    N: ("First question.", "Let's begin.", "We start here."),
    P: ("First one.", "Straight in.", "Let's see how you do with this."),
}
_HEARD = {
    F: ("Thank you.", "All right, thank you.", "Thanks, I follow you.", "Okay, thanks for walking me through that."),
    N: ("Okay.", "Thank you.", "Noted.", "All right."),
    P: ("Right.", "Okay, next.", "Moving on.", "Enough on that."),
}
_PASSED = {
    F: (
        "No problem at all, that happens to everyone.",
        "That's fine, let's leave that one.",
        "Thanks for being straight.",
    ),
    N: ("Fine, we leave it there.", "Okay, we move on.", "Understood."),
    P: ("Then we lose no time on it.", "All right, passed.", "Noted. Next."),
}
_NEW_AREA = {
    F: ("I'd like to hear about {area} from you.", "Let's turn to {area} for a bit.", "Shall we talk about {area}?"),
    N: ("Next, {area}.", "Let's turn to {area}.", "A question on {area}."),
    P: ("{Area}.", "Now {area}.", "{Area} next."),
}
_LAST = {
    F: ("We have time for one more.", "One last question, and then you have earned a rest."),
    N: ("The last question.", "One more question."),
    P: ("Last one. Make it count.", "Time for one more."),
}
_KINDS: Mapping[QuestionKind, Mapping[Manner, str]] = {
    QuestionKind.CODING: {
        F: "Would you write some Python for this? I read it as you would say it at a whiteboard.",
        N: "Please write Python for this.",
        P: "Write it. I read every line.",
    },
    QuestionKind.DESIGN: {
        F: "Take your time with this one, and tell me how you get there.",
        N: "A design problem. Say what you assume.",
        P: "Design this. State your assumptions, then defend them.",
    },
    QuestionKind.NUMERIC: {
        F: "There is a little arithmetic in this one; rough figures are fine as long as I can follow them.",
        N: "Show me how you get to the number.",
        P: "I want the number, and the way to it.",
    },
    QuestionKind.SCENARIO: {
        F: "Picture this situation for me.",
        N: "A situation.",
        P: "You are in charge. Decide.",
    },
    QuestionKind.DEBUGGING: {
        F: "Let's hunt for a fault together.",
        N: "Something is broken.",
        P: "It is broken, and people are waiting.",
    },
    QuestionKind.BEHAVIOURAL: {
        F: "I'd love to hear how you work. A real case is best.",
        N: "A question about how you work.",
        P: "A real case, please. Facts, and your own part in them.",
    },
    QuestionKind.COMPARE: {},
    QuestionKind.CONCEPT: {},
}
_PROBE = {
    F: ("May I stay with that for a moment?", "I'm curious about one thing.", "Let me ask a little further."),
    N: ("Let me follow up on that.", "One more thing on this.", "I want to go further here."),
    P: ("Not so fast.", "I'm not done with this one.", "That leaves something open."),
}
_QUOTED = {
    F: ("You said “{quote}”, and I'd like to hear more.", "“{quote}”: tell me more about that."),
    N: ("You said “{quote}”.", "You mentioned “{quote}”."),
    P: ("You said “{quote}”. I want more than that.", "“{quote}”, you say."),
}
_CLOSING_TIME = {
    F: "That is our time. Thank you, I enjoyed talking this through with you.",
    N: "Time is up. Thank you for your answers.",
    P: "Time. We stop here.",
}
_CLOSING_EARLY = {
    F: "There are a few minutes left, but not enough for another good question, so let's leave it here. Thank you for "
    "talking this through with me.",
    N: "The time left is too short for another question, so we stop here. Thank you for your answers.",
    P: "No time for another one. We stop here.",
}
_CLOSING_DONE = {
    F: "Those were all my questions. Thank you, I enjoyed talking this through with you.",
    N: "I have no further questions. Thank you for your answers.",
    P: "That was all I had. We stop here.",
}
_CLOSING_ENDED = {
    F: "Then let's end here. Thank you for your time today.",
    N: "We end the interview here, as you wish.",
    P: "You end it here. Fine.",
}
_REPORT = {
    F: "Your report is ready: have a look at what went well first.",
    N: "Your report is ready.",
    P: "The report says where you stand.",
}


class Ending(NamedTuple):
    """Why an interview closes: `timed_out`, `short` of time for another question, `ended` by the candidate; else the
    questions are through."""

    timed_out: bool = False
    short: bool = False
    ended: bool = False


class InterviewLines:
    """The lines of one manner.  Of several that fit, one that was not `used` yet is drawn."""

    def __init__(self, manner: Manner, rng: random.Random, used: Collection[str] = ()) -> None:
        """`used` are the lines said so far, each as a whole."""
        self._manner = manner
        self._rng = rng
        self._used = "\n".join(used)

    def opening(self, setup: InterviewSetup, role: Role) -> str:
        """A greeting that says what comes and how long it takes."""
        return _OPENINGS[self._manner].format(role=role.spoken, minutes=setup.minutes, level=setup.level)

    def first(self) -> str:
        return self._one(_FIRST)

    def heard(self) -> str:
        """Taken note, without a word on how good it was."""
        return self._one(_HEARD)

    def passed(self) -> str:
        return self._one(_PASSED)

    def new_area(self, area: str) -> str:
        return self._one(_NEW_AREA).format(area=area, Area=area[:1].upper() + area[1:])

    def last(self) -> str:
        return self._one(_LAST)

    def before(self, kind: QuestionKind | None) -> str:
        """What a question of this kind wants; "" where that needs no word."""
        return _KINDS.get(kind, {}).get(self._manner, "") if kind is not None else ""

    def probe(self, quote: str | None) -> str:
        """What comes before a follow-up; `quote` are the candidate's words that it takes up."""
        return self._one(_QUOTED).format(quote=quote) if quote else self._one(_PROBE)

    def closing(self, ending: Ending) -> str:
        if ending.ended:
            words = _CLOSING_ENDED
        elif ending.timed_out:
            words = _CLOSING_TIME
        else:
            words = _CLOSING_EARLY if ending.short else _CLOSING_DONE
        return f"{words[self._manner]} {_REPORT[self._manner]}"

    def _one(self, ways: Mapping[Manner, tuple[str, ...]]) -> str:
        found = ways[self._manner]
        fresh = [one for one in found if one.partition("{")[0] not in self._used or one.startswith("{")]
        return self._rng.choice(fresh or found)


def spoken_area(area: str) -> str:
    """An area's name inside a sentence; one that is the candidate's own is said as it is written."""
    known = {
        "rag": "retrieval-augmented generation",
        "nlp": "language processing",
        "python": "Python",
        "models": "language models",
        "frameworks": "frameworks and APIs",
        "foundations": "the foundations",
        "projects": "questions about your projects",
        "interview-craft": "questions about how you work",
    }
    return known.get(area, area.replace("-", " "))
