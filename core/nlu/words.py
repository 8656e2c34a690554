"""What plain words of a message say: risk levels, ways to earn, topics, distress."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.catalogue import read_toml
from core.nlu.matching import Hit, Phrasebook, Tokens, lines, word_class
from core.nlu.utterance import Risk


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a message say beside its amounts and names."""

    risks: tuple[Risk, ...]
    """The levels that are named, the safest first."""
    bare_risks: tuple[Risk, ...]
    """The levels of a reply to "how much risk?": there, "low" is enough."""
    risk_shift: int | None
    """-1 for safer, 1 for bolder, None when neither is asked for."""
    method: str | None
    """The way to earn that is named."""
    topic: str | None
    """The topic of the knowledge base that is named."""
    is_crypto: bool
    """Whether the message speaks of crypto income at all."""
    is_distress: bool
    """Whether the person sounds in distress."""
    scenario: str | None = None
    """The scenario of the house that is named."""
    is_evasion: bool = False
    """Whether tax that is owed is to be kept from who it is owed to."""
    index: str | None = None
    """The published blend that holds what a sum is said to lie in."""


def read_words(said: Tokens) -> Words:
    """Return what the words of a message say."""
    found = _meanings(said)
    said_of_life = found.get("distress", [])
    return Words(
        risks=_levels(found.get("risk", [])),
        bare_risks=_levels(found.get("bare_risk", [])),
        risk_shift=_SHIFTS.get(next(iter(found.get("risk_shift", [])), "")),
        method=next(iter(found.get("method", [])), None),
        topic=_topic(found.get("topic", [])),
        is_crypto="crypto" in found,
        is_distress="crisis" in said_of_life or "loss" in said_of_life,
        is_evasion=set(found.get("evasion", [])) == {"tax"},
        scenario=next(iter(found.get("scenario", [])), None),
        index=next(iter(found.get("index", [])), None),
    )


_SHIFTS = {"safer": -1, "bolder": 1}


def _levels(names: list[str]) -> tuple[Risk, ...]:
    return tuple(risk for risk in Risk if risk in names) if names else ()


OF_AN_ANSWER = frozenset({"plain-words", "worth-it", "first-steps"})
"""The pages about the answer before as a whole."""
_GENERAL = OF_AN_ANSWER | {"risks"}


def _topic(names: list[str]) -> str | None:
    """Return the longest topic; "risks" alone is one, "risks of lending" is about lending."""
    return next((name for name in names if name not in _GENERAL), next(iter(names), None))


def _meanings(said: Tokens) -> Mapping[str, list[str]]:
    """Return, for each section, what is said of it: the longest phrase first."""
    owners, book = _book()
    hits: list[Hit] = sorted(
        book.hits(said), key=lambda hit: (-len(hit.places), hit.places, hit.owner)
    )
    found: dict[str, list[str]] = {}
    for hit in hits:
        section, name = owners[hit.owner]
        if name == "loss" and (_is_supposed(hit, said) or _is_feared(hit, said)):
            continue
        found.setdefault(section, []).append(name)
    return found


def _is_supposed(hit: Hit, said: Tokens) -> bool:
    """Whether a loss is only imagined: "what happens if I lost everything"."""
    before = said.words[max(0, hit.places[0] - _SUPPOSED_WITHIN) : hit.places[0]]
    return not _SUPPOSING.isdisjoint(before)


_SUPPOSED_WITHIN = 5
_SUPPOSING = frozenset({"if", "suppose", "supposing", "imagine", "assume", "assuming", "could"})


def _is_feared(hit: Hit, said: Tokens) -> bool:
    """Whether a loss is what somebody is afraid of or means to avoid: "scared of losing it all"."""
    before = said.words[max(0, hit.places[0] - 2) : hit.places[0]]
    afraid = before[:1] and before[0] in word_class("afraid") and before[1:] in _OF_IT
    return bool(afraid or (before and before[-1] in word_class("avoiding")))


_OF_IT = (("of",), ("about",), ("to",))


@cache
def _book() -> tuple[tuple[tuple[str, str], ...], Phrasebook]:
    about = read_toml("grammar/meanings.toml")
    owners = tuple((section, name) for section, names in about.items() for name in names)
    said_by = (
        (owner, line)
        for owner, (section, name) in enumerate(owners)
        for line in lines(about[section][name])
    )
    return owners, Phrasebook(said_by)
