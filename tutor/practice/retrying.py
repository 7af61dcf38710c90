"""Messages that ask for the mock question answered last once more: "let me try again", "can I redo that one?"."""

from __future__ import annotations

import re

from tutor.practice.open_question import FILLER

_WHICH = (
    r"(?:(?:that|this|the|my)(?: (?:same|last|previous|first))? (?:one|question)"
    r"|the (?:same|last|previous|first)(?: (?:one|question|thing))?|that|this|it)"
)
_ONCE_MORE = (
    r"(?:once again|(?:all )?over again|again|once more|one more time|another time|a second time|over|anew|afresh"
    r"|better|differently|properly)"
)
_OWN = r"(?:(?:my|the|that) (?:own |last |previous |first )?(?:answer|response|attempt|reply)|what i (?:just )?said)"
_RETRYING = (
    rf"(?:(?:try|answer|attempt|do|have|take|tackle|explain|write|phrase|give|go over|go back over)"
    rf"(?: (?:to )?(?:answer(?:ing)? )?{_WHICH})? {_ONCE_MORE}"
    rf"|(?:another|one more|a second|second|a fresh|a new|a better|a last|one last)"
    rf" (?:try|go|shot|attempt|chance|crack|stab|run|take)"
    rf"(?: (?:at|for|on|to|with) (?:answer(?:ing)? )?{_WHICH})?"
    r"|(?:give|write|say) (?:an?|another) (?:better|second|new|different|fuller|longer) answer|new attempt"
    rf"|(?:re-?try|re-?do|re-?take|re-?answer|re-?attempt)(?: (?:{_WHICH}|{_OWN}))?"
    rf"|(?:improve|fix|change|revise|correct|rephrase|reword|rework|rewrite|update|edit|amend|better|add to|complete)"
    rf"(?: on| upon)? {_OWN}"
    rf"|(?:ask|give|show|put|pose|repeat)(?: (?:me|us|to me))? {_WHICH}(?: to (?:me|us))? {_ONCE_MORE}"
    rf"|repeat {_WHICH}|same question(?: again| once more)?|(?:start|do)(?: it| that| this)? (?:all )?over"
    rf"|(?:go )?back to (?:that|the (?:last|previous|same)) (?:one|question))(?![\w'-])"
)
_BARE = re.compile(rf"\b{_RETRYING}", re.IGNORECASE)
_MINE = re.compile(  # the candidate wants to; what stands before may say why
    r"\b(?:let me|let us|let's|lets|lemme|(?:can|could|may|might|shall) (?:i|we)|(?:mind|ok|okay|possible) if i"
    r"|can you let me"
    r"|i(?:'d| would)? (?:want|like|love|wish|need|prefer)(?: to)?|i wanna|i'?ll|i will|allow me to|give me)"
    r"(?: (?:please|just|now|maybe|perhaps|then|quickly|get|take|have|try|give))*"
    rf"(?: (?:it|that|this))? {_RETRYING}",
    re.IGNORECASE,
)
_TUTORS_TURN = re.compile(
    r"\b(?:you|u) (?:please |just )?(?:try|answer|attempt|do|explain|write|redo|improve|fix|change|rephrase)\b"
    r"|^(?:please |pls |ok |okay )*(?:explain|answer|write|rephrase|reword|have)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|how|why|where|who|which|when)\b(?! i (?:just )?said)|\b(?:i|me) (?:just |please )?ask\b", re.IGNORECASE
)
_OF_THE_QUESTION = re.compile(
    r"\b(?:i|me|my|let's|lets|we|i'd|i'll|please|ask|repeat|back)\b|\b(?:that|last|same|previous) (?:one|question)\b",
    re.IGNORECASE,
)
_MORE_FILLER_WORDS = (
    "again|allow|another|back|before|better|but|change|chance|could|first|gonna|go|hang|have|hold|i'm|instead|know|lemme|"
    "let's|lets|may|might|mind|mine|more|now|once|over|quickly|second|shall|should|think|take|than|this|try|wait|wanna|wish"
)
_ALLOWED = FILLER | frozenset(_MORE_FILLER_WORDS.split("|"))
_WORD = re.compile(r"[\w'@/+-]+")
_MOST_WORDS = 16


def is_retry(text: str, *, waits: bool) -> bool:
    """Whether `text` says that the candidate would answer the last question again, and about nothing else.

    While another question `waits` for its answer, the words must speak of the candidate or of the question: "retry" is
    a good answer to some.
    """
    if len(text.split()) > _MOST_WORDS or _ASKS.search(text) is not None:
        return False
    mine = _MINE.search(text)
    if mine is not None:
        return _is_filler(text[mine.end() :])
    if _TUTORS_TURN.search(text) or (waits and _OF_THE_QUESTION.search(text) is None):
        return False
    return _BARE.search(text) is not None and _is_filler(_BARE.sub(" ", text))


def _is_filler(text: str) -> bool:
    return all(word in _ALLOWED for word in _WORD.findall(text.lower()))
