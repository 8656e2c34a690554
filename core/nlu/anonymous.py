"""Taking out of a message what tells who wrote it, before anyone else reads it."""

import re

from core.nlu.lexicon import terms

LONGEST = 500
HIDDEN = "…"

_TELLING = re.compile(
    r"""
      [\w.+-]*@\w[\w@.-]*                   # an e-mail address, or a name on Telegram
    | \b(?:https?://|www\.|t\.me/)\S+        # a link
    | \b0x[0-9a-fA-F]{8,}\b                  # an address on a chain
    | \b(?=\w*\d)(?=\w*[A-Za-z])\w{20,}\b  # another long one, an account, a key
    | (?<![\w.,])\+\d[\d ()/-]{6,}\d         # a telephone number
    | \b\d{2,5}[ /-]\d{3,}[ -]\d{3,}\b      # and one without its country
    """,
    re.VERBOSE,
)
_CALLED = re.compile(
    r"\b((?:my (?:full |first |last )?name(?:'s| is)?|call me|i am called)\s+)"
    r"\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
_BEGINNING = re.compile(r"(?:^|[.!?:\n\"(])\s*$")
_ORDINARY = frozenset(
    (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
        *("October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday"),
        *("Friday", "Saturday", "Sunday", "Christmas", "Euro", "Euros", "Dollar", "Dollars"),
        *("Pound", "Pounds", "Yen", "Franc", "Francs", "Web", "Defi", "English"),
    )
)


def without_names(text: str) -> str:
    """Return a message with names, addresses and numbers of people taken out of it.

    A capitalised word inside a sentence is taken for a name unless it is one of this field's or
    of the calendar; a name written small is told only by the words before it.

    >>> without_names("I am with Anna, @anna_b: does Lido pay more than 4%?")
    'I am with …, …: does Lido pay more than 4%?'
    """
    hidden = _TELLING.sub(HIDDEN, text[:LONGEST])
    hidden = _CALLED.sub(rf"\1{HIDDEN}", hidden)
    return _CAPITALISED.sub(_kept, hidden)


def _kept(found: re.Match[str]) -> str:
    word = found[0]
    begins = _BEGINNING.search(found.string[: found.start()])
    return word if begins or word in _ORDINARY or _is_of_the_field(word) else HIDDEN


def _is_of_the_field(word: str) -> bool:
    small = word.casefold()
    return any(small in name.split() for name in terms() if small in name)
