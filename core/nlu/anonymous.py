"""Taking out of a message what tells who wrote it, before anyone else reads it."""

import re
from functools import cache
from itertools import pairwise

from core.catalogue import data_names, read_toml
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
    of the calendar. One written small is taken for a name where a person may stand: it begins a
    sentence, follows a word such as "with" or "wife", or owns something, and is no word that the
    bot knows. A name in another place, or one that is also a word, stays.

    >>> without_names("I am with Anna, @anna_b: does Lido pay more than 4%?")
    'I am with …, …: does Lido pay more than 4%?'
    """
    hidden = _TELLING.sub(HIDDEN, text[:LONGEST])
    hidden = _CALLED.sub(rf"\1{HIDDEN}", hidden)
    return _without_introduced(_CAPITALISED.sub(_kept, hidden))


def _kept(found: re.Match[str]) -> str:
    word = found[0]
    begins = _BEGINNING.search(found.string[: found.start()])
    return word if begins or word in _ORDINARY or _is_of_the_field(word) else HIDDEN


def _is_of_the_field(word: str) -> bool:
    small = word.casefold()
    return any(small in name.split() for name in terms() if small in name)


_PLAIN_WORD = re.compile(r"([^\W\d_]+)")
_ENDS = frozenset(".!?:;\n")
_INTRODUCING = frozenset(
    (
        *("wife", "husband", "son", "daughter", "brother", "sister", "mother", "father", "mum"),
        *("mom", "dad", "friend", "partner", "boss", "colleague", "neighbour", "neighbor", "aunt"),
        *("uncle", "cousin", "mr", "mrs", "ms", "dr", "miss", "i", "m", "im", "am", "this", "is"),
        *("called", "named", "with", "for", "from", "by", "and", "or", "to", "of", "hi", "hello"),
        *("hey", "dear", "regards", "thanks", "love", "ask", "told", "tell", "says", "said"),
    )
)
"""Words that a person's name may follow."""


def _without_introduced(text: str) -> str:
    """Take out the unknown words that stand where a name does, and those that follow them."""
    parts, may_be_name = _PLAIN_WORD.split(text), True
    for at, (between, word) in enumerate(pairwise(parts)):
        if at % 2:
            continue
        may_be_name = may_be_name or bool(_ENDS & set(between))
        owns = parts[at + 2].startswith(("'s", "’s"))
        if (may_be_name or owns) and _is_unknown(word) and not between[-1:].isdigit():
            parts[at + 1] = HIDDEN
            may_be_name = True
        else:
            may_be_name = word.casefold() in _INTRODUCING
    return "".join(parts)


def _is_unknown(word: str) -> bool:
    """Whether a word may be a name: none that the bot knows, no unit and no ticker."""
    return len(word) > 2 and not word.isupper() and word.casefold() not in _known_words()


@cache
def _known_words() -> frozenset[str]:
    """Return the words of the topics, of what people are known to say, and of the field's names."""
    files = (f"{kind}/{name}.toml" for kind in ("grammar", "topics") for name in data_names(kind))
    written = " ".join((*(str(read_toml(file)) for file in files), *terms(), *_ORDINARY))
    return frozenset(_PLAIN_WORD.findall(written.casefold()))
