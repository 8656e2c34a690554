"""What each amount of a message is for: bound to its own neighbours, never to its size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from core.catalogue import read_toml
from core.nlu.for_two import incomes_of_two
from core.nlu.matching import Hit, Phrasebook, Tokens, lines, word_class
from core.nlu.spans import Entity, Kind, Sum
from core.nlu.utterance import Rate

_AMOUNTS = frozenset({"{sum}", "{flow}", "{coins}", "{rate}", "{number}"})
DEFAULTS = {
    Kind.SUM: "capital",
    Kind.FLOW: "income",
    Kind.RATE: "yield",
    Kind.COINS: "unsaid",
}
"""The role of an amount that nothing around it explains."""


_OF_BARE_FIGURES = frozenset({"capital", "other_pay", "reserve", "wanted_in_all"})
"""The roles that words alone can give to a figure without a currency or a scale."""


@dataclass(frozen=True, slots=True)
class Bound:
    """An amount with its role; `said` when words around it told the role."""

    entity: Entity
    role: str
    said: bool


def bind(said: Tokens) -> tuple[Bound, ...]:
    """Return every amount of a message with its role, in order."""
    best = _beside_coins(said, _best_roles(said))
    bound = tuple(
        Bound(_as_money(entity), best.get(place) or DEFAULTS[entity.kind], place in best)
        for place, entity in said.entities.items()
        if entity.kind in DEFAULTS or best.get(place) in _OF_BARE_FIGURES
    )
    of_two = incomes_of_two(said)
    return _with_one_income(bound, *of_two) if of_two else bound


def _beside_coins(said: Tokens, roles: Mapping[int, str]) -> Mapping[int, str]:
    """Return the roles with a rate right beside a coin as what it pays, or as its part."""
    beside = [place for place, role in roles.items() if role == "beside_coin"]
    rates = [entity for entity in said.entities.values() if isinstance(entity.value, Rate)]
    sole = rates[0].value if len(rates) == 1 else None
    told = any(not word_class(name).isdisjoint(said.words) for name in _NO_PARTS)
    is_paid = isinstance(sole, Rate) and sole.low > 0 and not told
    return {**roles, **dict.fromkeys(beside, "yield" if is_paid else "share")}


_NO_PARTS = ("fall", "rise", "telling_parts")
"""Words of these tell of a movement, or of parts of a whole."""


def _with_one_income(
    bound: tuple[Bound, ...], parts: tuple[Entity, Entity], total: Entity | None
) -> tuple[Bound, ...]:
    """Return the amounts with what is for two people as the one income that it comes to."""
    others = tuple(one for one in bound if one.entity.start not in {e.start for e in parts})
    return (*others, Bound(total, "income", said=True)) if total else others


def _as_money(entity: Entity) -> Entity:
    """Return a bare figure as the money that the words around it make of it."""
    if entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
        value = Sum(entity.value, entity.value)
        return Entity(Kind.SUM, entity.start, entity.end, value)
    return entity


def _best_roles(said: Tokens) -> Mapping[int, str]:
    """Return the role told for the amount at each place: the closest words decide."""
    if not said.holds(_AMOUNTS):
        return {}
    roles, book = _roles()
    told: dict[int, tuple[tuple[int, int, int], str]] = {}
    for hit in book.hits(said):
        name, takes = roles[hit.owner]
        for place in _explained(hit, said, takes):
            rank = (_spread(hit), -len(hit.places), hit.owner)
            if place not in told or rank < told[place][0]:
                told[place] = (rank, name)
    return {place: role for place, (_, role) in told.items()} | _listed(said)


_LABELS = {
    **dict.fromkeys(("tax", "taxes"), "tax_rate"),
    **dict.fromkeys(("fee", "fees"), "fee"),
    **dict.fromkeys(("reinvest", "reinvesting"), "reinvest_share"),
    "inflation": "inflation",
}
_FEWEST_LISTED = 2
_JOINING = frozenset({"rate", "of", "is", "at", ":", "and", "with"})


def _listed(said: Tokens) -> dict[int, str]:
    """Return the roles of rates that are named one by one, each before its own.

    In "tax 20 %, inflation 3 %" the first rate stands between two names, and the first is its own.
    """
    if len(said.places.get("{rate}", ())) < _FEWEST_LISTED:
        return {}
    words = [(at, word) for at, word in enumerate(said.words) if word not in _JOINING]
    run: dict[int, str] = {}
    for (_, before), (_, name), (place, rate) in zip(words, words[1:], words[2:], strict=False):
        if name in _LABELS and rate == "{rate}" and (run or before != "{rate}"):
            run[place] = _LABELS[name]
    names_behind = any(
        one == "{rate}" and name in _LABELS and after != "{rate}"
        for (_, one), (_, name), (_, after) in zip(words, words[1:], words[2:], strict=False)
    )
    return run if len(set(run.values())) > 1 and not names_behind else {}


def _explained(hit: Hit, said: Tokens, takes: frozenset[str]) -> Iterator[int]:
    """Yield the place of the amount that a hit explains: the last that its pattern names."""
    for place, element in zip(reversed(hit.places), reversed(hit.pattern), strict=True):
        if said.words[place] in takes and element.words <= _AMOUNTS:
            yield place
            return


def _spread(hit: Hit) -> int:
    """Return how many words lie between the first and the last of the hit, unnamed."""
    return hit.places[-1] - hit.places[0] + 1 - len(hit.places)


@cache
def _roles() -> tuple[tuple[tuple[str, frozenset[str]], ...], Phrasebook]:
    """Return each role with the amounts it takes, and the phrases that tell it."""
    about = read_toml("grammar/roles.toml")
    roles = tuple((name, _TAKES[role["takes"]]) for name, role in about.items())
    said_by = (
        (owner, line) for owner, role in enumerate(about.values()) for line in lines(role["say"])
    )
    return roles, Phrasebook(said_by)


_TAKES = {
    "{sum}": frozenset({"{sum}", "{number}"}),
    "{money}": frozenset({"{sum}", "{flow}"}),
} | {name: frozenset({name}) for name in ("{flow}", "{coins}", "{rate}")}
