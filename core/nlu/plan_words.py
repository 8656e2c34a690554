"""Wishes about the person's own plan, which are no question: keep this as it, show it again."""

import re

from core.nlu.reading import read

_KEEP = re.compile(
    r"(?:please\ |ok\ |yes\ )?(?:save|keep|store|remember|take)\ (?:this|it|that)(?:\ one)?"
    r"\ as\ (?:my|the)\ (?:new\ )?plan\W*",
    re.VERBOSE,
)
_SHOW = re.compile(
    r"(?:show|see|open|what(?:'s|\ is|\ was))?\ ?(?:me\ )?my\ (?:last\ |old\ )?(?:plan|plans)\W*"
    r"|what\ (?:did|have)\ you\ (?:tell|told|say|said|recommend(?:ed)?|advise)\b.{0,40}",
    re.VERBOSE,
)


def keeps_plan(text: str) -> bool:
    """Whether a message asks to keep the answer just given as the plan.

    >>> keeps_plan("save this as my plan"), keeps_plan("is this my plan?")
    (True, False)
    """
    return bool(_KEEP.fullmatch(read(text).lower.strip()))


def shows_plan(text: str) -> bool:
    """Whether a message asks for the plan, or for what was told before.

    >>> shows_plan("show my plan"), shows_plan("What did you tell me in March?")
    (True, True)
    >>> shows_plan("stress my plan")
    False
    """
    return bool(_SHOW.fullmatch(read(text).lower.strip()))
