"""The words that requests for mock questions are made of, and their usual misspellings."""

from __future__ import annotations

import difflib
import re

from tutor.domain import Level, QuestionKind
from tutor.domain.practice import AnswerForm

NUMBERS = {
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "half a dozen": 6,
    "a dozen": 12,
    "a few": 3,
    "few": 3,
    "some": 3,
    "several": 5,
    "a handful of": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
}
_LEVEL_WORDS: tuple[tuple[Level, str], ...] = (
    (
        "beginner",
        r"easy|easier|easiest|simple|simpler|basic|basics|beginners?|beginner[- ]friendly|junior|entry|intern"
        r"|fresher"
        r"|introductory|foundational|elementary|gentle|warm[- ]?up",
    ),
    ("intermediate", r"medium|intermediate|moderate|mid|middle|mid[- ]level"),
    (
        "advanced",
        r"hard|harder|hardest|tough|tougher|toughest|difficult|advanced|senior|staff|principal|expert|tricky"
        r"|trickier"
        r"|challenging|brutal|nasty|in[- ]depth",
    ),
)
_KIND_WORDS: tuple[tuple[QuestionKind, str], ...] = (
    (QuestionKind.CODING, r"coding|code|programming|live[- ]coding|hands[- ]on"),
    (QuestionKind.DESIGN, r"system[- ]design|design|architecture"),
    (QuestionKind.DEBUGGING, r"debugging|debug|troubleshooting"),
    (QuestionKind.COMPARE, r"compare|comparing|comparison|compare[- ]and[- ]contrast|difference|trade[- ]?off"),
    (QuestionKind.SCENARIO, r"scenarios?|scenario[- ]based|situational|case[- ]study|case|real[- ]world"),
    (QuestionKind.NUMERIC, r"numeric|numerical|numbers?|calculation|arithmetic|maths?|mathematical|estimation"),
    (QuestionKind.BEHAVIOURAL, r"behaviou?ral|hr|soft[- ]skills?|star"),
    (QuestionKind.CONCEPT, r"conceptual|concept|theory|theoretical|definition"),
)
_FORM_WORDS: tuple[tuple[AnswerForm, str], ...] = (
    (AnswerForm.CHOICE, r"mcqs?|multiple[- ]choices?|multi[- ]choice|multichoice|objective"),
    (AnswerForm.OPEN, r"open[- ]ended|open"),
)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


LEVELS = tuple((level, _words(words)) for level, words in _LEVEL_WORDS)
KINDS = tuple((kind, _words(words)) for kind, words in _KIND_WORDS)
FORMS = tuple((form, _words(words)) for form, words in _FORM_WORDS)
ANY_LEVEL = "|".join(words for _, words in _LEVEL_WORDS)
ANY_KIND = "|".join(words for _, words in _KIND_WORDS)
ANY_FORM = "|".join(words for _, words in _FORM_WORDS)
ANY_NUMBER = r"\d{1,3}|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))

# What a request is made of beside its subject, its kind and its form.
_REQUEST_WORDS = (
    "a|about|above|again|ahead|all|alright|also|am|an|and|another|answer|any|anything|are|as|ask|asking|at|"
    "attempt|away|back|be|been|before|begin|being|bit|bring|bunch|but|by|can|candidate|check|come|continue|could|"
    "different|difficulty|do|does|don't|done|drill|each|easily|else|engineer|even|examine|exercise|exercises|"
    "fire|first|five|flashcards|for|from|get|give|given|go|going|good|got|great|grill|hand|have|hello|hey|hi|hit|"
    "how|i|i'd|i'll|i'm|if|in|instead|interview|interviewer|is|it|job|just|keep|kind|kindly|know|knowledge|last|"
    "let|let's|level|like|little|long|made|make|mate|maybe|me|mean|mind|mock|more|much|my|need|new|next|nice|no|"
    "not|nothing|now|of|offer|ok|okay|on|one|ones|only|or|other|our|out|over|perhaps|pick|please|pop|pose|"
    "position|practice|practicing|prepare|pretend|problem|problems|proper|put|puzzle|q|q's|qs|question|questions|"
    "quick|quickly|quiz|quizzes|quizzing|random|rapid|ready|real|really|right|role|round|rounds|run|same|sample|"
    "send|series|session|sessions|set|shall|shoot|short|show|similar|single|sir|slightly|small|so|solve|some|"
    "something|start|stuff|style|subject|subjects|suggest|sure|surprise|take|technical|test|testing|than|thank|"
    "thanks|that|the|their|them|then|there|these|they|thing|things|this|those|throw|time|to|today|together|"
    "tomorrow|tonight|too|topic|topics|toss|try|type|typical|up|us|very|viva|want|was|way|we|well|what|what's|"
    "which|will|wish|with|won't|would|yeah|yep|yes|yet|you|your"
)
_REQUESTING = (
    frozenset(_REQUEST_WORDS.split("|"))
    | {part for words in NUMBERS for part in words.split()}
    | set(re.findall(r"[a-z]+", ANY_LEVEL))
)

_SPELLED = {
    "aks": "ask",
    "akse": "ask",
    "quizz": "quiz",
    "quizze": "quiz",
    "qiuz": "quiz",
    "quzi": "quiz",
    "qst": "question",
    "ques": "questions",
    "practise": "practice",
    "practising": "practicing",
    "tst": "test",
    "nxt": "next",
    "giv": "give",
    "gimme": "give me",
    "gimmie": "give me",
    "lemme": "let me",
    "wanna": "want to",
    "pls": "please",
    "plz": "please",
    "plss": "please",
    "smth": "something",
    "sth": "something",
    "u": "you",
    "lets": "let's",
    "dont": "don't",
    "dunno": "don't know",
    "whats": "what's",
    "im": "i'm",
    "ive": "i've",
    "id": "i'd",
    "cant": "can't",
    "mutliple": "multiple",
}
_NEARLY = (
    "question", "questions", "practice", "another", "interview", "something", "coding", "please", "multiple", "answer"
)  # fmt: skip
_KNOWN = {
    "answers",
    "anther",
    "codings",
    "practices",
    "interviewer",
    "interviews",
    "questioning",
    "questioned",
    "other",
}
_LEAST_LIKENESS = 0.85  # difflib's ratio: two letters swapped or one missing in a word of seven
_WORD = re.compile(r"[^\W\d_][\w']*")


def is_request_word(word: str) -> bool:
    """Whether `word`, its punctuation aside, only belongs to asking and names no subject."""
    return word.strip(" .,;:!?()\"'").lower() in _REQUESTING


def spelled(text: str) -> str:
    """`text` on one line with the usual misspellings of request words mended; every other word is left as it is."""
    return _WORD.sub(lambda found: _mend(found[0]), " ".join(text.replace("’", "'").split()))


def _mend(word: str) -> str:
    low = word.lower()
    if low in _SPELLED:
        return word if word.isupper() and len(word) > 1 else _SPELLED[low]
    if len(low) < 5 or low in _KNOWN or low in _NEARLY:
        return word
    near = difflib.get_close_matches(low, _NEARLY, n=1, cutoff=_LEAST_LIKENESS)
    return near[0] if near and abs(len(near[0]) - len(low)) <= 1 and not _inflected(low) else word


def _inflected(word: str) -> bool:
    """A right word that only looks like a misspelling, such as "practiced" or "answered"."""
    return word.endswith(("ed", "er", "ers", "ing")) and word not in {"codeing", "codding", "anothr"}
