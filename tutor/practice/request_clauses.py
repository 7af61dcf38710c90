"""Whether a message asks for mock questions, and which of its clauses does.

The rules follow how people ask: a polite opening, then a verb with "me" ("quiz me", "test my knowledge of"), or a verb
or nothing before a noun for a question ("give me a hard one", "another question on DPO", "five MCQs").  A clause that
opens as a question ("what questions do interviewers ask?") is one, with the few exceptions of `_OFFERED`.
"""

from __future__ import annotations

import re

from tutor.practice.request_words import ANY_FORM, ANY_KIND, ANY_LEVEL, ANY_NUMBER, is_request_word

_SPLIT = re.compile(
    r"(?<=[.;!?,:])\s+|\s+[-–—]+\s+|\s+(?=(?:and|then|so) (?:then |please )?"
    r"(?:ask|quiz|test|grill|drill|examine|interview|challenge|give|hit|throw) (?:me|us)\b)",
    re.IGNORECASE,
)
_SOFT = (
    r"hey|hi|hello|hey there|ok|okay|alright|all right|right|great|thanks|thank you|thx|cool|nice|perfect|good"
    r"|got it|yes|yeah"
    r"|yep|yup|sure|now|so|and|then|well|but|please|kindly|just|maybe|perhaps|also|actually|um|uh|hmm|oh|sir"
    r"|mate|tutor"
    r"|wait|sorry|no|nah|i'm ready|ready|go ahead|go on|come on|for now|first|again|instead|this time|next"
)
_POLITE = (
    r"(?:can|could|would|will|won't) (?:you|u|we)|(?:can|could|would|will|may) you (?:be able to|mind)|do you mind"
    r"|let's(?: have| see| go(?: for| with)?| do)?|let us|i want you to|i'd like you to|i would like you to"
    r"|i need you to"
    r"|i'd love(?: for)? you to|i'd love to|i want to|i'd like to|i would like to|i need to|i need some|i have to"
    r"|i wish to|i'd love|i want|i'd like|i would like|i need|i'll take|i'll have|we could|we can|you can"
    r"|you could|you may"
    r"|you should|feel free to|go ahead and|go on and|try to|want to|time to|time for|why don't you|why not"
    r"|why don't we"
    r"|how about you|how about we|how about|what about|can i (?:have|get)|could i (?:have|get)|may i (?:have|get)"
    r"|can we (?:have|do)|can i|could i|may i|let me(?: have)?|shall we|is it possible to|are you able to"
    r"|pretend (?:you are|you're|to be) [\w' ]{3,40}? and|act as [\w' ]{3,40}? and|be my interviewer and|start"
    r"|begin"
    r"|keep|continue|go back to|back to"
)
_LEAD = re.compile(rf"^(?:(?:{_SOFT}|{_POLITE})(?![\w'-])[\s,]*)+", re.IGNORECASE)
_SOFT_LEAD = re.compile(rf"^(?:(?:{_SOFT})(?![\w'-])[\s,]*)+", re.IGNORECASE)
_POLITELY = re.compile(rf"\b(?:{_POLITE})(?![\w'-])", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|me|we)\b", re.IGNORECASE)

_EXAMINE = (
    r"ask|quiz|test|drill|grill|examine|interview|challenge|assess|probe|evaluate|question|check|mock[- ]interview"
)
_EXAMINING = r"asking|quizzing|testing|drilling|grilling|examining|interviewing|challenging|questioning"
_EXAMINED = r"asked|quizzed|tested|drilled|grilled|examined|interviewed|challenged|questioned"
_ME = re.compile(
    rf"^(?:(?:{_EXAMINE}|{_EXAMINING}) (?:me|us)\b(?! (?:if|whether|why|how come)\b)(?<!ask me(?= for))"
    r"|(?:make|have|let) me (?:explain|answer|work through)"
    rf"|(?:{_EXAMINE}|{_EXAMINING}) (?:my|our) (?:knowledge|understanding|grasp|skills?|memory|basics"
    r"|fundamentals|command|recall|intuition|\w+ (?:knowledge|skills?|understanding))|(?:be|get"
    rf"|being) (?:{_EXAMINED})\b"
    r"|(?:check|test|see) (?:how (?:well|much)|if|whether|what) i (?:really |actually )?(?:know|understand"
    r"|remember|get)"
    r"|(?:you|u) ask(?: (?:me|us|away|the questions))?\W*$)",
    re.IGNORECASE,
)
_DETERMINER = (
    r"a|an|another|any|my|your|more|next|the next|one more|some more|a few more|a different|different|other|new"
    r"|a new|similar"
    rf"|the first|the last|{ANY_NUMBER}"
)
_MODIFIER = (
    rf"{_DETERMINER}|{ANY_LEVEL}|{ANY_KIND}|{ANY_FORM}|practice|mock|interview|sample|example|typical|common"
    r"|real|random|quick"
    r"|short|long|good|nice|proper|really|very|bit|little|slightly|much|even|set of|round of|rounds of|bunch of"
    r"|series of"
    r"|level|style|type|rapid[- ]fire|follow[- ]up|technical|single|pop|surprise|interview[- ]style|difficulty|of"
)
_STRONG = r"questions?|qs|q's|q|quiz|quizzes|mcqs?|flash ?cards?|mock interview|viva"
_WEAK = r"ones?|problems?|exercises?|challenges?|puzzles?|drills?|mock|teasers?|rounds?|sessions?|curve ?balls?"
_AFTER = (
    r"(?=\W*$|[,.;!?]|\s+(?:on|about|from|regarding|of|in|for|around|related|covering|concerning|comparing"
    r"|please|to me|at me"
    r"|like|again|now|with|too|instead|where|at|this time|that (?:is|are|'s)|that's|then|today|tonight|one by one"
    r"|one at a time|and|or|but|with me|based|next|only|each)\b)"
)
_END = r"(?=\W*$|[,.;!?]|\s+(?:on|about|from|regarding|please|again|now|instead|at|this time|to me|for me|like)\b)"
_NOUN = rf"(?:(?:{_MODIFIER})\s+)*(?:(?:{_STRONG}){_AFTER}|(?:(?:{_MODIFIER})\s+)+?(?:{_WEAK}){_END})"
_NAMED = rf"(?:{_DETERMINER})\s+(?:(?:{_MODIFIER})\s+)*(?:[\w/+#.-]+\s+){{1,4}}?(?:{_STRONG}){_AFTER}"
_SOMETHING = rf"(?:something|anything|one|ones)\s+(?:(?:{_MODIFIER})\s+)*(?:{ANY_LEVEL}|{ANY_KIND})\b"
_GIVE = (
    r"ask|give|throw|set|put|hit|send|show|fire|toss|hand|pose|offer|get|try|have|take|do|start|run|begin|make"
    r"|create"
    r"|generate|prepare|go|suggest|provide|share|shoot|bring|choose|pick|propose|find|see|want|need|attempt"
    r"|answer|with|continue"
)
_GIVEN = re.compile(
    rf"^(?:{_GIVE})\s+(?P<me>(?:me|us|out|up|away)\s+)?(?:(?:with|for|through|on|at)\s+)?"
    rf"(?:{_NOUN}|{_NAMED}|{_SOMETHING}|(?:another|one more|more|{ANY_NUMBER})(?:\s+(?:on|about|from|please)\b"
    r"|\W*$))",
    re.IGNORECASE,
)
_GIVEN_ME = re.compile(
    rf"^(?:{_GIVE})\s+(?:me|us)\s+(?:[\w/+#.-]+\s+){{1,3}}?(?:questions?|quiz|mcqs?)\W*$", re.IGNORECASE
)
_BARE_NOUN = re.compile(
    rf"^(?:{_NOUN}|{_SOMETHING}|(?:{_DETERMINER})\s+(?:(?:{_MODIFIER})\s+)*(?:[\w/+#.-]+\s+){{1,3}}?(?:{_STRONG})"
    r"(?=\W*$|\s+(?:please|on|about)\b|[,.!]))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:(?:the )?next(?: one)?|another(?: one)?|one more|(?:some )?more|more of (?:those|these|that)|hit me"
    r"|fire away|shoot"
    r"|bring it on|quiz(?: time)?|mock(?: interview)?|keep (?:going|them coming)|same again|go again|ask away|go"
    r"|(?:an? )?(?:different|another|new|other) (?:topic|subject|area|one)|(?:i'm )?ready for (?:the next"
    r"|another|more)(?: one)?)"
    r"(?: please| now| then| again| time)*\W*$",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"^(?:practice|practicing|rehearse|revise|drill|work on my)\s+(?!makes\b|projects?\b)\w", re.IGNORECASE
)
_OFFERED = re.compile(
    rf"^(?:(?:what|which)(?: else)? (?:would|could|will|can) you ask (?:me|us)\b"
    rf"|what(?:'s| is) (?:(?:the|my) )?next(?: question| one)?\W*$"
    rf"|(?:do you have|have you got|you got|got|is there|are there|any)\s+(?:(?:any|some)\s+)?(?:{_NOUN}|{_NAMED})"
    r"(?!\s+\w+\s+(?:ask|get asked)))",
    re.IGNORECASE,
)
_WH = r"what|what's|whats|how|how's|why|when|where|where's|which|who|who's|whose|whom"
_AUXILIARY = (
    r"is|are|was|were|am|does|did|do (?:i|you|we|they|the|most|all|people|interviewers|llms|models)|should"
    r"|shall|has|have (?:you|i|we)"
    r"|isn't|aren't|doesn't|don't (?:i|you|we|they)|can|could|would|will|may|might|must|if"
)
_QUESTION = re.compile(rf"^(?:{_WH}|{_AUXILIARY})(?![\w-])", re.IGNORECASE)
_WONDERED = re.compile(r"\bi have (?:a|another|one more|some) (?:\w+ )?questions?\b", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """`text` cut where one thing ends and another begins."""
    return [part for part in (one.strip() for one in _SPLIT.split(text)) if part.strip(" .,;:!?")]


def requesting_clause(parts: list[str]) -> int | None:
    """The place of the clause that asks for mock questions, or None where none does."""
    for place, part in enumerate(parts):
        if asks_directly(part):
            return place
    if any(opens_as_question(part) for part in parts):
        return None  # "quick question: how does LoRA work?"
    for place, part in enumerate(parts):
        if not _WONDERED.search(part) and _names_a_question(part):
            return place
    return None


def interrupting_clause(parts: list[str]) -> int | None:
    """As `requesting_clause`, where the message may be an answer too: one that speaks of questions is no request."""
    place = requesting_clause(parts)
    if place is None or _asks_of_tutor(parts[place]):
        return place
    others = [*parts[:place], *parts[place + 1 :]]
    return place if _names_a_question(parts[place]) and all(_belongs_to_request(one) for one in others) else None


def _asks_of_tutor(clause: str) -> bool:
    """Whether the tutor is meant and nobody else: an answer may well say "create questions from real logs"."""
    lead, bare = _without_lead(clause)
    with_me = re.match(r"\w+ (?:me|us)\b", bare, re.IGNORECASE)
    return asks_directly(clause) and bool(_ME.match(bare) or with_me or _POLITELY.search(lead) or _OFFERED.match(bare))


def _belongs_to_request(clause: str) -> bool:
    """Whether a clause beside "another one" says no more than what it should be about, or how hard."""
    words = clause.split()
    return words[0].lower() in {"on", "about", "from"} or all(is_request_word(word) for word in words)


def asks_directly(clause: str) -> bool:
    """ "Quiz me on LoRA", "can you give me a hard one?": a verb with "me", or an offer asked for."""
    soft = _SOFT_LEAD.sub("", clause)
    if _OFFERED.match(soft):
        return True
    lead, bare = _without_lead(clause)
    if _QUESTION.match(bare):
        return False
    if _ME.match(bare):
        return True
    if re.match(r"(?:ask|pose)\b", bare, re.IGNORECASE) and _FIRST_PERSON.search(lead):
        return False  # "can I ask a question about LoRA?"
    return bool((found := _GIVEN.match(bare)) and (found["me"] or lead or not bare.lower().startswith("show"))) or bool(
        _GIVEN_ME.match(bare)
    )


def opens_as_question(clause: str) -> bool:
    """Whether the clause begins as a question does, its polite opening aside."""
    return (
        bool(_QUESTION.match(_SOFT_LEAD.sub("", clause)))
        and not asks_directly(clause)
        and not _names_a_question(clause)
    )


def _names_a_question(clause: str) -> bool:
    """ "Another one", "five questions on RAG", "let's practice prompting"."""
    lead, bare = _without_lead(clause)
    if _BARE.match(bare) or _BARE.match(clause):
        return True
    if _QUESTION.match(bare):
        return False
    return bool(_BARE_NOUN.match(bare)) or bool(_PRACTICE.match(bare) and (lead or bare.lower().endswith("with me")))


def _without_lead(clause: str) -> tuple[str, str]:
    found = _LEAD.match(clause)
    lead = found[0] if found else ""
    return lead, clause[len(lead) :]
