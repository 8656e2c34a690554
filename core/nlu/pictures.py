"""The wish to see an answer drawn."""

import re

from core.nlu.reading import read

_DRAW = re.compile(
    r"""
    (?:please\ |ok\ |and\ )?(?:can\ |could\ |would\ )?(?:you\ |i\ )?
    (?:show|draw|plot|give|make|see|get|have|send|do|want)?\ ?(?:me\ )?(?:that\ |it\ |this\ )?
    (?:as\ |in\ |on\ )?(?:an?\ |the\ )?
    (?:chart|graph|picture|plot|diagram|image|pie(?:\ chart)?|visual(?:ly|ise|ize)?|drawing)s?
    (?:\ (?:of|for)\ (?:it|that|this))?(?:\ please)?\W*
    """,
    re.VERBOSE,
)


def asks_for_picture(text: str) -> bool:
    """Whether a message asks to have the answer before it drawn, and nothing besides.

    >>> asks_for_picture("can you show that as a chart?"), asks_for_picture("chart please")
    (True, True)
    >>> asks_for_picture("what is a candlestick chart")
    False
    """
    return bool(_DRAW.fullmatch(read(text).lower.strip()))
