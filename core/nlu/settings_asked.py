"""Questions about one's own settings: "what are my quiet hours", "which currency do you use"."""

import re

from core.nlu.reading import read
from core.nlu.utterance import Intent, Utterance

_SETTING = (
    r"quiet hours|quiet time|tax rate|tax percentage|(?:reporting |default )?currency|time ?zone"
    r"|language|experience(?: level)?|preferences|tax lots?|lot method"
)
_ASKS = re.compile(
    r"(?:so |and |but |please )?(?:can you )?"
    r"(?:what(?:'s|s| is| are)|which|show(?: me)?|tell me|see|check)"
    rf" my (?:current |own |saved |stored |kept )?(?:{_SETTING})"
    r"(?: settings?)?(?: set(?: to| at)?| again| now| here| right now| currently| please)*\W*"
    rf"|(?:what|which) (?:{_SETTING})"
    r" (?:do you (?:use|have|keep|count with)|did i (?:set|choose|pick|name)|am i (?:on|in)"
    r"|have i set|is set|are set)"
    r"(?: for me| as mine| here| now)*\W*"
    rf"|(?:do i have|are there|did i set)(?: any| my| a)? (?:{_SETTING})(?: set| on| here)*\W*"
)


def settings_wish(text: str) -> Utterance | None:
    """Return the wish to see the settings that a question about one of one's own is.

    >>> settings_wish("What are my quiet hours?").intent
    <Intent.SET_PREFERENCE: 'set_preference'>
    >>> settings_wish("what is a tax rate"), settings_wish("what is my tax")
    (None, None)
    """
    asks = _ASKS.fullmatch(read(text).lower.strip())
    return Utterance(Intent.SET_PREFERENCE, score=1.0) if asks else None
