"""Words that point at the last answer: compared "with that", or a sum more than it."""

import re
from dataclasses import dataclass

from core.nlu.reading import read

_COMPARES = re.compile(
    r"(?:and\ |now\ |please\ |can\ you\ |could\ you\ )*"
    r"compare\ (?:that|this|it|these|them|my\ plan)\ (?:with|to|against|and|vs)\b"
    r"|(?:and\ )?how\ does\ (?:that|this|it)\ compare\ (?:with|to|against)\b"
)
_PERIOD = r"(?:(?:a|per|each|every)\ (?:day|week|month|quarter|year)|monthly|yearly|weekly)"
_WAY = r"(?:more|less|extra|on\ top|fewer)"
_STEP = re.compile(
    rf"(?:(?:and|but|ok|okay|so|then|what|if|about|how)\W{{1,3}})*"
    rf"(?:(?:with|for|i\ want|i\ need|i\ would\ like|make\ it"
    rf"|(?P<adds>i\ (?:add|save|put\ in|invest)))\ )?"
    rf"(?:(?P<extra>an\ extra)\ )?(?P<sum>\W?\d\S*(?:\ (?!{_WAY}\b)\w+)?)"
    rf"(?:\ (?P<inner>{_WAY}))?(?P<often>\ {_PERIOD})"
    rf"(?:\ (?P<way>{_WAY}))?\W*"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A recurring sum by which something is to be raised, or lowered."""

    words: str
    """The sum as it was said: "20 a month"."""
    lowers: bool
    of_additions: bool
    """Whether it is said of what is added, and not of what is wanted."""


_ALL_INDICES = re.compile(
    r"(?:(?:please|can\ you|could\ you|and|now|show\ me|show|list|what\ are|which\ are)\ )*"
    r"(?:compare\ )?(?:all\ )?(?:of\ )?(?:(?:the|your|these|those|published|all)\ )*"
    r"(?:indices|indexes|sleeves)\W*"
    r"|(?:what|which)\ (?:indices|indexes|sleeves)\ (?:are\ there|do\ you\ (?:have|know)|exist)\W*"
    r"|which\ index\ (?:pays|yields|earns|has|is)\ (?:the\ )?"
    r"(?:most|least|best|worst|highest|lowest|safest|riskiest)"
    r"(?:\ (?:yield|risk|income|return))?\W*"
)


def compares_all_indices(text: str) -> bool:
    """Whether a message wants the published indices side by side, and names none of them.

    >>> compares_all_indices("compare the indices"), compares_all_indices("compare the two")
    (True, False)
    """
    return bool(_ALL_INDICES.fullmatch(read(text).lower.strip()))


def compares_that(text: str) -> bool:
    """Whether a message sets the last answer beside something.

    >>> compares_that("compare that with aave lending"), compares_that("compare aave and lido")
    (True, False)
    """
    return bool(_COMPARES.match(read(text).lower.strip()))


def step_said(text: str) -> Step | None:
    """Return by how much a message changes a recurring sum; None where it names a sum itself.

    >>> step_said("and with 20 a month more")
    Step(words='20 a month', lowers=False, of_additions=False)
    >>> step_said("and if i put in 500 more a month")
    Step(words='500 a month', lowers=False, of_additions=True)
    >>> step_said("and with 20 a month")
    """
    found = _STEP.fullmatch(read(text).lower.strip())
    if found is None:
        return None
    way = found["way"] or found["inner"] or found["extra"]
    if not way:
        return None
    return Step(f"{found['sum']}{found['often']}", way in {"less", "fewer"}, bool(found["adds"]))
