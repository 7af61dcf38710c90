"""Messages sent while a mock question is open: passing, asking for a hint, or asking something in between."""

from __future__ import annotations

import re

_FILLER_WORDS = (
    "a|about|actually|all|already|and|answer|as|at|be|bit|but|can|could|difficult|direction|do|erm|for|forgot|"
    "frankly|from|get|give|go|got|guess|guys|hard|have|help|here|hm|hmm|honest|honestly|i|i'd|i'll|i'm|id|in|is|"
    "it|it's|just|let|let's|like|little|mate|maybe|me|mean|my|need|next|no|now|of|off|oh|ok|okay|on|one|or|please|"
    "prefer|question|rather|really|right|see|sir|so|some|sorry|still|sure|tbh|thank|thanks|that|that's|the|then|"
    "there|this|time|to|today|too|ugh|uh|um|unfortunately|us|want|was|we|well|what|will|with|would|yeah|yes|yet|"
    "you"
)
FILLER = frozenset(_FILLER_WORDS.split("|"))
_PASSING = re.compile(
    r"\b(?:i (?:really |honestly |just |actually )*(?:do not|don't|dont|didn't|can't|cannot"
    r"|couldn't) (?:really |even |quite )*"
    r"(?:know|remember|recall|answer|get|think of(?: it| anything| an answer)?)(?: (?:this|that|it|the answer"
    r"|how|what to say|anything))?"
    r"|(?:do not|don't) (?:really )?(?:know|remember|recall)(?: (?:this|that|it|the answer|how))?|idk|dk"
    r"|(?:have |got |i've )?(?:no|not a|zero|absolutely no) (?:idea|clue)|beats me|not sure|no answer"
    r"|nothing comes to mind|clueless|blank"
    r"|(?:my )?mind (?:is|went|has gone) blank|skip(?:ping)?(?: (?:it|this|that|one|ahead))*|pass(?: (?:it|this"
    r"|that|on))*|give up|giving up|i quit|move on|moving on"
    r"|(?:just )?(?:show|tell|give|reveal|see|read|say|share|know)(?: me| us)? (?:the |a |your "
    r"|that )?(?:right |correct |model |full |expected |actual |real |ideal |30[- ]second |sample )*(?:answer"
    r"|solution)"
    r"|reveal(?: it)?|just tell me|tell me(?: please)?$|(?:what is|what's|what was|what would be) (?:the |a "
    r"|your )?(?:right |correct |model |good |expected |real |ideal )*(?:answer|solution)(?: (?:to|for) (?:this"
    r"|that|it))?"
    r"|what (?:should|could|would|do) (?:i|you|one) (?:have )?(?:said|say|answer(?:ed)?|written)"
    r"|how would you (?:answer|have answered)(?: (?:it|this|that))?"
    r"|(?:you )?(?:tell|answer) (?:me|it)(?: (?:for me|yourself))?|(?:i )?never (?:heard|learn(?:ed|t)|studied"
    r"|read) (?:of |about )?(?:it|this|that)|next time"
    r"|(?:i )?(?:(?:totally |completely |just )?forgot(?: (?:this|that|it|the answer))?|(?:can"
    r"|could) not (?:recall|remember))|(?:too|so) (?:hard|difficult|tough)|can't (?:do|solve) (?:it|this|that)"
    r"|i surrender|you win"
    r"|out of my depth)(?![\w'-])",
    re.IGNORECASE,
)
_HINTING = re.compile(
    r"\b(?:(?:an? |any |another |some |one |small |little |tiny )*(?:hints?|clues?|nudge|pointers?|tip)"
    r"|help(?: me)?(?: out)?(?: a (?:bit|little))?|i'm stuck|stuck"
    r"|(?:re)?phrase (?:the |that |this )?question|(?:get|getting|got) me started|where (?:do|should"
    r"|would) i (?:start|begin)|(?:point|nudge|push|steer) me(?: (?:in|to"
    r"|towards?) the right direction)?)(?![\w'-])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:wait|sorry|ok|okay|hmm+|um+|uh|oh|but|and|so|well|hold on|hang on|one sec|one second|a second"
    r"|before i (?:answer|start|try)|before that|first"
    r"|actually|quick question|question|just to (?:be clear|clarify|check)|to clarify|also|then|please|hey|no"
    r"|yes|right|by the way|btw|i don't (?:get|understand) it|not sure"
    r"|excuse me|sir)(?![\w'-])[\s,.:!?-]*)+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:what|why|how|when|where|which|who)(?:'s|'re| (?:is|are|was|were|do|does|did|can|could|should|would"
    r"|will|has|have|about|kind|sort|exactly|if))\b"
    r"|how (?:many|much|often|long|come|big|large)\b|(?:what|why|how|when|where|which|who|whose)\b.*\?"
    r"|(?:is|are|was|were|do|does|did|should|has|have|am) (?:i|you|we|they|it|this|that|these|those|there|the|a"
    r"|an|any|all|\w+)\b.*\?"
    r"|(?:can|could|would|will) (?:you|u|i|we|it|they|the|this|that|\w+)\b.*\?"
    r"|(?:can|could|would|will) (?:you|u) (?:please |first |quickly |just |briefly )*(?:explain|define|tell"
    r"|remind|clarify|describe|say|elaborate|repeat|give)\b"
    r"|(?:tell|remind) me (?:about|what|how|why|which|again|more)\b|explain (?:to me|what|how|why|me)\b"
    r"|(?:show me (?:how|what|why)|walk me through|give me (?:an|another|one) example)\b"
    r"|what do you mean\b|clarify\b|i don't (?:understand|get) (?:what|how|why|the question)\b)",
    re.IGNORECASE,
)
_ASKS_LATER = re.compile(
    r"\b(?:what|why|how|when|where|which|who)\b (?:\w+ )?(?:is|are|do|does|did|would|should|can|could|will)\b",
    re.IGNORECASE,
)
_WH = re.compile(r"(?:what|how|why|which|who|where)\b \w", re.IGNORECASE)
_UNMARKED = re.compile(  # "is X the same as Y", but not "is a low-rank method"
    r"^(?:is|are|does|do|did|should)\s+(?!(?:an?|the|when|where|to|used|that|just|about|basically|not|how|why|it)\b)"
    r"[\w-]+\s+[^,.:;]+$",
    re.IGNORECASE,
)
_CLEFT = re.compile(
    r"^(?:what|how|why|who|which|when|where)\b.*(?:[,:;=]|\b(?:is|are|was|to|because)\b)", re.IGNORECASE
)
_SHORT_ASK = re.compile(
    r"^(?:explain|define|describe|meaning of|definition of)\s+(?:[\w'/+@-]+\s*){1,4}\W*$", re.IGNORECASE
)
_TENTATIVE = re.compile(
    r"^(?:is|isn't|was|would|could|might|may) (?:it|this|that)(?: (?:be|maybe|just|mainly|mostly|not|perhaps"
    r"|basically))* (?:because|to|that|so|about|when|due)\b"
    r"|,\s*(?:right|correct|no|yes|isn't it|aren't they|doesn't it|don't they|i guess|i think|maybe)\s*\?\s*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[\w'@/+-]+")
_MOST_WORDS = 16  # of a message that only passes or asks for a hint
_ASIDE = 8  # words that may stand before a question without being an answer


def is_pass(text: str) -> bool:
    """Whether `text` says nothing but that no answer will come."""
    return _only(text, _PASSING)


def is_hint(text: str) -> bool:
    """Whether `text` says nothing but that a hint would help."""
    return _only(text, _HINTING)


def _only(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether `text` is short and says what is `wanted` and nothing else ("no clue" asks for no clue)."""
    if len(text.split()) > _MOST_WORDS:
        return False
    unpassed = _PASSING.sub(" ", text)
    if wanted.search(text if wanted is _PASSING else unpassed) is None:
        return False
    rest = _HINTING.sub(" ", unpassed)
    return all(word.lower() in FILLER for word in _WORD.findall(rest))


def is_plain_question(text: str, open_question: str) -> bool:
    """Whether `text` asks the tutor something instead of answering `open_question`.

    A question that the candidate goes on to answer, or that only tries one out ("is it because ...?"), is an answer.
    """
    sentences = _SENTENCE.split(text.strip())
    asking = [place for place, sentence in enumerate(sentences) if _asks(sentence, open_question)]
    if not asking:
        return False
    before = sum(len(_LEAD.sub("", sentence).split()) for sentence in sentences[: asking[0]])
    after = [sentence for sentence in sentences[asking[0] + 1 :] if not _asks(sentence, open_question)]
    spoken = [
        sentence for sentence in after if not re.match(r"(?:please|thanks|thank you|sorry)\b", sentence, re.IGNORECASE)
    ]
    return before <= _ASIDE and not spoken


def _asks(sentence: str, open_question: str) -> bool:
    bare = _LEAD.sub("", sentence)
    if _TENTATIVE.search(bare):
        return False
    if _ASKS.match(bare) or _SHORT_ASK.match(bare):
        return True
    if _UNMARKED.match(bare) and len(bare.split()) <= _ASIDE:
        return True
    if not bare.rstrip().endswith("?"):  # "what counts as a token", but not "what happens is that ..."
        return bool(_WH.match(bare)) and len(bare.split()) <= _ASIDE and not _CLEFT.match(bare)
    if _ASKS_LATER.search(bare):  # "For which requests would you refuse ...?"
        return True
    known = set(_WORD.findall(open_question.lower()))
    return all(word in known for word in _WORD.findall(bare.lower()))  # "key dimension?"
