"""The gate: whether a model's text says what its draft says, and nothing else.

It reads words, not meaning, so it is strict: a text passes when it places the same names in the
same order and, paragraph by paragraph, has the same marked words in the same order: negations,
directions, verdicts, numbers, certainties. What a good writer loses by that is a synonym; what a
careless one gains is nothing.
"""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum
from unicodedata import category

from core.nlg.binding import SLOT, Bound
from core.nlg.marks import BREAKS, SLOTTED, Paragraph, Text, read, read_template, repeats
from core.nlg.word_lists import DESCRIBED, NAME, Meaning, WordLists, places, word_lists


class Refusal(StrEnum):
    """Why a text is not sent."""

    EMPTY = "empty"
    LENGTH = "length"
    DIGIT = "digit"
    CHARACTER = "character"
    MARKUP = "markup"
    LINK = "link"
    NAMES = "names"
    """A name is missing, added, moved or misspelt, or a brace is left over."""
    PARAGRAPHS = "paragraphs"
    BESIDE_FIGURE = "beside_figure"
    """A word beside a figure would change it."""
    UNNAMED = "unnamed"
    """A coin, a place or an index that the draft does not name."""
    ADVICE = "advice"
    """It tells to do something that the draft does not."""
    META = "meta"
    """It speaks of itself, of its making or of a way out of the chat."""
    NEGATION = "negation"
    DIRECTION = "direction"
    NUMBER = "number"
    CLAIM = "claim"
    """A certainty that the draft does not state, or a hedge that it does."""
    VERDICT = "verdict"
    MEANING = "meaning"
    """It says something else, or leaves something out."""
    LANGUAGE = "language"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \n.,;:?'’‘“”\"()–—-*")
_MARKUP = frozenset("<>&#`[]|~\\*_")
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_LINK = re.compile(r"\w\.\w|//|@")
_CAPITALISED = re.compile(r"(?<![a-z'’])[A-Z][A-Za-z]*")
_BEGINS = re.compile(r"(?:\A|[.?!:](?:\*\*)?[ \n]+|\n)[\"“(*]*\Z")
_BACK = 8
"""Letters before a word that tell whether it begins a sentence."""
LONGEST, SPARE = 1.6, 60
"""A text may be so many times as long as the draft's, and so many letters more."""
SHORTEST = 0.5
KEPT_MEANING = 0.4
"""The least share of a paragraph's meaningful words that its rewording keeps."""
OWN_MEANING = 0.4
"""The least share of a sentence's meaningful words that the draft's paragraph has too."""
FEW_MEANINGFUL = 3
FUNCTION_WORDS = 0.15
"""The least share of them in a paragraph of the language; fewer, and it is another or none."""
FEW_WORDS = 8
"""Below this many a share says nothing."""


def refusal(bound: Bound, text: str, *, told: str = "", language: str = "en") -> Refusal | None:
    """Return why a text over a bound template's names is not sent; None when it may be.

    `told` is what its writer was told, which must not be in it.
    """
    lists = word_lists(language)
    return (
        _ill_formed(bound.template, text)
        or _names_differ(bound.template, text)
        or _touches(bound, text, lists)
        or _capitals(bound.template, text)
        or _differs(bound, read_template(bound.template, language), read(text, lists))
        or (Refusal.META if repeats(text, told, bound.template) else None)
    )


def _ill_formed(template: str, text: str) -> Refusal | None:
    """Refuse what cannot be a rewording whatever its words mean."""
    if not text.strip():
        return Refusal.EMPTY
    if not SHORTEST * len(template) - SPARE <= len(text) <= LONGEST * len(template) + SPARE:
        return Refusal.LENGTH
    bare = SLOT.sub("", text)
    strange = [char for char in bare if char not in _PLAIN]
    if strange and strange != [c for c in SLOT.sub("", template) if c not in _PLAIN]:
        return _of_characters(set(strange))
    if text.count("**") > template.count("**") or "*" in _BOLD.sub("", text):
        return Refusal.MARKUP
    return Refusal.LINK if _LINK.search(bare) else None


def _of_characters(strange: set[str]) -> Refusal:
    if any(category(char)[0] == "N" for char in strange):
        return Refusal.DIGIT
    if strange & {*"{}"}:
        return Refusal.NAMES
    if strange & _MARKUP:
        return Refusal.MARKUP
    return Refusal.LINK if strange & {*"/@"} else Refusal.CHARACTER


def _names_differ(template: str, text: str) -> Refusal | None:
    """Refuse other names, other counts, another order, or the same in other paragraphs."""
    if SLOT.findall(text) != SLOT.findall(template):
        return Refusal.NAMES
    before, after = BREAKS.split(template.strip()), BREAKS.split(text.strip())
    if [part.count("{") for part in before] != [part.count("{") for part in after]:
        return Refusal.PARAGRAPHS
    return None


def _touches(bound: Bound, text: str, lists: WordLists) -> Refusal | None:
    """Refuse a word beside a figure that changes it and that the template has not there."""
    figures = frozenset(slot.name for slot in bound.slots if slot.is_figure)
    beside = _beside(text, figures, lists)
    if beside and not beside <= _beside(bound.template, figures, lists):
        return Refusal.BESIDE_FIGURE
    return None


def _beside(text: str, figures: frozenset[str], lists: WordLists) -> set[tuple[str, str]]:
    """Return the names of figures with the words beside them that would change them."""
    lowered = f" {text.lower().replace('**', '')} "
    found: set[tuple[str, str]] = set()
    for match in SLOT.finditer(lowered):
        if match[1] not in figures:
            continue
        start, end = match.span()
        if lowered.endswith(lists.touching_before, 0, start):
            found.add((match[1], "before"))
        if lowered.startswith(lists.touching_after, end):
            following = re.match(r"[ -][a-z]+", lowered[end:])
            found.add((match[1], following[0] if following else ""))
    return found


def _capitals(template: str, text: str) -> Refusal | None:
    """Refuse a word with a capital that begins no sentence, and a place's name that does."""
    own: frozenset[str] | None = None
    for match in _CAPITALISED.finditer(SLOT.sub("x", text)):
        word = match[0]
        before = match.string[max(0, match.start() - _BACK) : match.start()]
        begins = _BEGINS.search(before) is not None
        if begins and word[1:].islower() and word.lower() not in places():
            continue
        if begins and len(word) == 1:
            continue
        own = own or frozenset(_CAPITALISED.findall(SLOT.sub("x", template)))
        if word not in own and not (begins and word.lower() in template):
            return Refusal.UNNAMED
    return None


def _differs(bound: Bound, before: Text, after: Text) -> Refusal | None:
    """Compare what a template and a text say, as far as words tell."""
    for outsider in after.outsiders:
        if outsider not in before.outsiders:
            return Refusal.UNNAMED if outsider.kind == NAME else Refusal.META
    if any(act not in before.acts and not _is_form(act, before) for act in after.acts):
        return Refusal.ADVICE
    for one, other in zip(before.paragraphs, after.paragraphs, strict=True):
        refused = _differs_in(bound, one, other)
        if refused:
            return refused
    return None


def _is_form(act: str, before: Text) -> bool:
    """Whether an act is a noun of what a template says by its verb: "moving" for "moved"."""
    return act.endswith("ing") and any(act[:3] in _cut(part) for part in before.paragraphs)


def _cut(paragraph: Paragraph) -> frozenset[str]:
    return frozenset(stem[:3] for stem in paragraph.content)


def _differs_in(bound: Bound, before: Paragraph, after: Paragraph) -> Refusal | None:
    mark = _first_difference(bound, before, after)
    if mark:
        return _REFUSALS[mark.kind]
    denials = zip(before.denied, after.denied, strict=True)
    if any(one and other and not one & other for one, other in denials):
        return Refusal.NEGATION
    if after.hedges < before.hedges:
        return Refusal.CLAIM
    if after.length > LONGEST * before.length + SPARE:
        return Refusal.LENGTH
    least = min(FUNCTION_WORDS, 0.8 * before.function_words / max(before.words, 1))
    if after.words >= FEW_WORDS and after.function_words < least * after.words:
        return Refusal.LANGUAGE
    if any(_strays(sentence, before.content) for sentence in after.sentences):
        return Refusal.MEANING
    few = len(before.content) < FEW_MEANINGFUL
    kept = len(before.content & after.content)
    return Refusal.MEANING if kept < KEPT_MEANING * len(before.content) and not few else None


def _strays(sentence: frozenset[str], content: frozenset[str]) -> bool:
    """Whether a sentence is about something else than the draft's paragraph."""
    return len(sentence) >= FEW_MEANINGFUL and len(sentence & content) < OWN_MEANING * len(sentence)


_REFUSALS = {
    "negation": Refusal.NEGATION,
    "up": Refusal.DIRECTION,
    "down": Refusal.DIRECTION,
    "rose": Refusal.DIRECTION,
    "fell": Refusal.DIRECTION,
    "before": Refusal.DIRECTION,
    "after": Refusal.DIRECTION,
    "now": Refusal.DIRECTION,
    "rare": Refusal.VERDICT,
    DESCRIBED: Refusal.DIRECTION,
    "number": Refusal.NUMBER,
    "certainty": Refusal.CLAIM,
    "verdict": Refusal.VERDICT,
}


def _first_difference(bound: Bound, before: Paragraph, after: Paragraph) -> Meaning | None:
    """Return the first mark that one has and the other has not at its place.

    Negations and directions are compared together with the names, so that none moves from one
    figure to another; with a single figure it does not matter on which side of it they stand.
    A direction that a figure has by itself may be said once more.
    """
    several = before.names > 1
    licensed = {
        _SAID_BY[slot.direction]
        for slot in bound.slots
        if slot.direction and Meaning(SLOTTED, f"{{{slot.name}}}") in before.marks
    }
    return (
        _difference(_turning(before, several=several), _turning(after, several=several), licensed)
        or _difference(_own(before), _own(after))
        or (_difference(_described(before), _described(after)) if several else None)
    )


_SAID_BY = {"up": "rose", "down": "fell"}
"""The marks of the verbs that say the direction of a figure once more."""


def _difference(
    before: Sequence[Meaning], after: Sequence[Meaning], licensed: Collection[str] = ()
) -> Meaning | None:
    at = 0
    for mark in after:
        if at < len(before) and mark == before[at]:
            at += 1
        elif mark.kind == SLOTTED:
            return before[at]
        elif mark.mark not in licensed:
            return mark
    return before[at] if at < len(before) else None


_TURNING = frozenset({"negation", "up", "down", "rose", "fell", "before", "after", "rare"})
_OWN = frozenset({"number", "certainty", "verdict"})
_DESCRIBED = frozenset({DESCRIBED, "now"})


def _turning(paragraph: Paragraph, *, several: bool) -> list[Meaning]:
    """Return what turns a statement round, with the names where there are several."""
    kinds = _TURNING | {SLOTTED} if several else _TURNING
    return [mark for mark in paragraph.marks if mark.kind in kinds]


def _own(paragraph: Paragraph) -> list[Meaning]:
    """Return the marks that stand for themselves: numbers, certainties, judgements."""
    return [mark for mark in paragraph.marks if mark.kind in _OWN]


def _described(paragraph: Paragraph) -> list[Meaning]:
    """Return what tells one figure from another."""
    return [mark for mark in paragraph.marks if mark.kind in _DESCRIBED]
