"""Words about what the person keeps here, which a sentence alone does not tell: "and two more"."""

import re

from core.nlu.reading import read

ADDED = "add"
"""What a statement of holdings is about that adds to what is kept."""

_EARNS = r"(?:earn|pay|make|yield|bring|give|generate|return|produce)(?:s|ing)?"
_MINE = r"(?:all\ (?:of\ )?)?(?:my|mine)(?:\ (?!next|first|new)[\w']+){0,4}"
_ALL_OF_IT = r"(?:it|this|that|they)\ all|everything|all\ of\ (?:it|this|that|them)"
_POINTED = r"(?:all\ )?(?:it|this|that|these|those|they)"
_OWN = re.compile(
    rf"(?:(?:and|so|ok|okay),?\ )?(?:what|how\ much)(?:\ (?:income|interest|money|yield))?\ "
    rf"(?:(?:do|does|would|will|can|could|is|are|am)\ )"
    rf"(?:(?:i|{_MINE}|{_ALL_OF_IT})\ {_EARNS}|(?P<pointed>{_POINTED})\ {_EARNS})\b[^?]{{0,24}}\??",
    re.VERBOSE,
)


def asks_what_is_earned(text: str) -> str | None:
    """Return whose income is asked for: `own` things, or those that are `pointed` at; else None.

    >>> asks_what_is_earned("what does my ETH earn?"), asks_what_is_earned("what does it earn")
    ('own', 'pointed')
    >>> asks_what_is_earned("what does ETH earn")
    """
    found = _OWN.fullmatch(read(text).lower.strip())
    if found is None:
        return None
    return "pointed" if found["pointed"] else "own"


_ON_TOP = re.compile(
    r"(?:(?:oh|and|also|plus|as\ well\ as)\b,?\ )+(?:(?:i\ )?(?:also\ )?(?:have|hold|own)\ )?"
)
_ASKS = re.compile(r"\?|\b(?:what|how|when|where|which|should|could|would|can|want|need|if)\b")


def more_of_it(text: str) -> str | None:
    """Return what is put on top of what was just said; None where something is asked.

    >>> more_of_it("oh and 200 sol staked"), more_of_it("and what would 200 sol earn")
    ('200 sol staked', None)
    """
    said = read(text).lower.strip()
    begun = _ON_TOP.match(said)
    return said[begun.end() :] if begun and not _ASKS.search(said) else None


_ALSO = re.compile(
    r"(?:and |oh,? )*i(?: also| additionally| have also|'ve also) |.*\b(?:too|as well)\W*$"
)


def adds_to_it(text: str) -> bool:
    """Whether a statement puts something beside what is held: "I also have 2 ETH on Lido"."""
    return bool(_ALSO.match(read(text).lower.strip()))


_WISH = re.compile(
    r"(?:(?:so|ok|okay|and|well|now),? )*"
    r"(?:i|we) (?:want|wish|aim|hope|plan|would like|am aiming|'m aiming)\b"
)
_SUM_ASKED = re.compile(r"\?|\b(?:how|what|which|when|capital|needs?|needed|takes?|require[sd]?)\b")


def wishes_income(text: str) -> bool:
    """Whether an income is wished for, and nothing asks what sum it takes.

    >>> wishes_income("I want 800 a month, moderate risk"), wishes_income("I want 800 a month, how")
    (True, False)
    """
    said = read(text).lower.strip()
    return bool(_WISH.match(said)) and not _SUM_ASKED.search(said)
