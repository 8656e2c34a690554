"""A draft as a model may see it: whatever it must not change is bound into a name.

A figure takes along what says how it is meant: the other end of its range, "about", "a month",
"falling by". So do verdicts, proper names and lists: in `{required_yield}: {verdict}` nothing is
left that could be swapped, rounded or flipped. `unbound` puts back what the names stand for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count

from core.facts import Fact, Unit
from core.nlg.draft import Draft
from core.nlg.word_lists import WordLists, places, word_lists

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
LIST_MARK = " · "
"""What stands between the parts of a line that is a list."""
TABLE_MARK = "```"
"""What stands before and after a table."""
_FIGURE = r"\{[a-z0-9_.]+\}"
_CAPITAL = re.compile(r"[^\W\d_][\w’'.+-]*[^\W_]|[^\W\d_]")
_BEGINS = re.compile(r"(?:\A|[.?!](?:\*\*)?\s+|\n)(?:\*\*)?\Z")
"""What stands before the first word of a sentence."""
_MAY_BEGIN = re.compile(r"(?:\A|[.?!:](?:\*\*)?\s+|\n|· )(?:\*\*|[(\"“])*\Z")
"""What stands before a word that may be written large though it is no name."""
_END = re.compile(r"_(low|high|slow|strong)$")


@dataclass(frozen=True, slots=True)
class Slot:
    """What one name stands for."""

    name: str
    words: str
    """The piece of the draft's template, with the names of its facts."""
    display: str
    """The same as a person reads it."""
    label: str
    unit: str = ""
    direction: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it holds a figure and not words alone."""
        return "{" in self.words


@dataclass(frozen=True, slots=True)
class Bound:
    """A template whose names stand for slots: one slot for each name, in order."""

    template: str
    slots: tuple[Slot, ...]

    @property
    def distinct(self) -> tuple[Slot, ...]:
        """Each slot once."""
        return tuple({slot.name: slot for slot in self.slots}.values())


def bind(draft: Draft, language: str = "en") -> Bound:
    """Return a draft's template with all that must stay bound into names."""
    lists = word_lists(language)
    pieces: list[str] = []
    slots: list[Slot] = []
    named: dict[str, Slot] = {}
    template, at = draft.template, 0
    for start, end in _spans(template, language):
        slot = _slot(template[start:end], draft, named, lists)
        pieces += [template[at:start], f"{{{slot.name}}}"]
        slots.append(slot)
        at = end
    return Bound("".join([*pieces, template[at:]]), tuple(slots))


def unbound(bound: Bound, text: str) -> str:
    """Return a text over a bound template's names as a template over the facts' names.

    The text has each of the names as often and in the order of the template.
    """
    slots = iter(bound.slots)
    parts: list[str] = []
    at = 0
    for match in SLOT.finditer(text):
        words = next(slots).words
        parts.append(text[at : match.start()])
        starts = _BEGINS.search(text[max(0, match.start() - 8) : match.start()]) is not None
        parts.append(_cased(words, starts=starts))
        at = match.end()
    return "".join([*parts, text[at:]])


def _cased(words: str, *, starts: bool) -> str:
    """Return bound words with the first letter that their new place asks for."""
    bare = SLOT.sub("", words)
    if _is_whole(words):
        return words
    if starts and bare == bare.lower():
        return words[0].upper() + words[1:]
    if not starts and words.startswith(_PREFIX_CAPITALS):
        return words[0].lower() + words[1:]
    return words


_PREFIX_CAPITALS = ("About ", "At least ", "At most ", "Up to ", "Before ", "After ", "Over ")


def _spans(template: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where a template has something to bind, from left to right."""
    bindable = _bindable(language)
    at = 0
    while match := bindable.search(template, at):
        start, end = match.span()
        ordinary = _ordinary_start(match, template) if match["capital"] else 0
        at = start + ordinary if ordinary else end
        if not ordinary:
            yield start, end


def _ordinary_start(match: re.Match[str], template: str) -> int:
    """Return how many letters of words with a capital are no name: a sentence's first word."""
    words = match["capital"]
    first = words.split(" ", 1)[0]
    if any(char.isupper() or char.isdigit() for char in first[1:]):
        return 0
    if not _MAY_BEGIN.search(template[max(0, match.start() - 8) : match.start()]):
        return 0
    return 0 if {first.lower(), words.lower()} & places() else len(first)


@cache
def _bindable(language: str) -> re.Pattern[str]:
    lists = word_lists(language)
    before, after = _either(lists.before), _either(lists.after)
    names = _either(lists.names)
    capital = r"\b(?=[^\W\d_a-z]|[a-z]+[A-Z])[^\W_][\w’+-]*(?:[ .-](?=[A-Z])[^\W_][\w’+-]*)*"
    figure = rf"(?i:\b(?:{before}) )?{_FIGURE}(?:(?:–| to ){_FIGURE})?(?: (?:{after})\b)?"
    return re.compile(
        rf"(?s:{TABLE_MARK}\n.+?\n{TABLE_MARK})"
        rf"|(?m:^(?=.* · ).*$)"
        rf"|(?:{figure})(?: (?:{names})\b)?"
        rf"|(?i:\b(?:{_either(lists.verdicts)})\b)"
        rf"|(?i:\b(?:{names})\b)"
        rf"|(?P<capital>{capital})"
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _slot(words: str, draft: Draft, named: dict[str, Slot], lists: WordLists) -> Slot:
    """Return the slot for bound words; the same words have the same one."""
    if words in named:
        return named[words]
    facts = [draft.book[name] for name in SLOT.findall(words) if name in draft.book]
    taken = {slot.name for slot in named.values()}
    display = SLOT.sub(lambda match: draft.displays[match[1]], words).replace("**", "")
    slot = Slot(
        _free(_name(words, facts, lists), taken),
        words,
        display,
        _label(words, facts, lists),
        ", ".join(dict.fromkeys(_UNITS[fact.unit] for fact in facts)),
        _direction(words, facts),
    )
    named[words] = slot
    return slot


def _name(words: str, facts: Sequence[Fact], lists: WordLists) -> str:
    if _is_whole(words):
        return "table" if words.startswith(TABLE_MARK) else "list"
    if facts:
        return _END.sub("", facts[0].name) if len(facts) > 1 else facts[0].name
    if words.lower() in lists.verdicts:
        return "verdict"
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "name"


def _is_whole(words: str) -> bool:
    """Whether words are a list or a table, of which nothing is reworded."""
    return LIST_MARK in words or words.startswith(TABLE_MARK)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken: `income`, `income_2`, `income_3` …"""
    others = (f"{name}_{number}" for number in count(2))
    return next(free for free in chain((name,), others) if free not in taken)


def _label(words: str, facts: Sequence[Fact], lists: WordLists) -> str:
    """Say what a slot is, for whoever writes the sentence around it."""
    if _is_whole(words):
        return "lines that stay as they are"
    if not facts:
        return "the verdict" if words.lower() in lists.verdicts else "a name"
    return ", ".join(dict.fromkeys(_END.sub("", fact.name).replace("_", " ") for fact in facts))


_UNITS: Mapping[Unit, str] = {
    Unit.RATIO: "share or rate",
    Unit.MONEY: "money",
    Unit.MONEY_MONTH: "money a month",
    Unit.MONEY_YEAR: "money a year",
    Unit.YEARS: "years",
    Unit.MONTHS: "months",
    Unit.DAYS: "days",
    Unit.COUNT: "a number",
    Unit.DATE: "a date",
    Unit.PROBABILITY: "probability",
}
_DOWN = re.compile(r"loss|lost|fall|short|drawdown|fee|below|under|less|down|fell|worst")
_UP = re.compile(r"rise|rising|gain|above|over|more|rose|growth")


def _direction(words: str, facts: Sequence[Fact]) -> str:
    """Return which way a figure points, where it says so itself."""
    told = " ".join([words.lower(), *(fact.name for fact in facts)])
    if _DOWN.search(told):
        return "down"
    return "up" if _UP.search(told) else ""
