"""What is supposed of a plan: "assume 5 % growth", "if coins rise 3 % a year", "reinvest half"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Entity, Sum
from core.nlu.utterance import Amount, Rate

_GROWS = r"(?:growth|grow|grows|growing|appreciat(?:e|es|ion))"
_RISES, _FALLS = r"(?:rise|rises|rising|climb|climbs)", r"(?:fall|falls|falling|drop|drops|shrink)"
_SMALL = r"(?:(?:of|by|at|is|to|about|only|just|around) )*"
_WHOSE = r"(?:(?:coin|price|market|yearly|annual) )*"
_YEARLY = r"(?:(?:a|per|each|every) year|yearly|annually|pa)\b"
_NOT_PAY = r"(?<!yields )(?<!rates )(?<!rate )(?<!inflation )"
_SAID = re.compile(
    rf"\b{_GROWS} {_SMALL}(?P<after>{{rate}})"
    rf"|(?P<before>{{rate}}) (?:{_YEARLY} )?{_WHOSE}{_GROWS}\b"
    rf"|{_NOT_PAY}\b(?:{_RISES}|(?P<down>{_FALLS})) {_SMALL}(?P<yearly>{{rate}}) {_YEARLY}"
)
_ALL_OF_IT = re.compile(
    r"(?:\{sum\}|\b(?:it|this|that|all|everything|money|portfolio|capital|savings|investments?"
    r"|pot|fund|wealth|balance|stash|egg|plan)) (?:(?:will|would|could|can|to|only|just|all|is) )*"
    rf"(?:grow|grows|growing) {_SMALL}$"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of prices a year (ratio) that a message supposes, and the rate that says it."""

    rate: Entity
    yearly: Decimal


def growth_said(said: Tokens) -> Growth | None:
    """Return the growth of prices a year that a message supposes; None where it names none.

    What all of the money grows, "if it grows 6 % a year", has its pay in it and is a return.
    """
    found = _SAID.search(said.text) if "{rate}" in said.places else None
    if found is None:
        return None
    if found["after"] and _ALL_OF_IT.search(said.text[: found.start("after")]):
        return None
    start = next(found.start(name) for name in ("after", "before", "yearly") if found[name])
    entity = said.entities[said.text.count(" ", 0, start)]
    assert isinstance(entity.value, Rate)
    size = entity.value.high
    return Growth(entity, -size if found["down"] else size)


_MOVES_YEARLY = re.compile(rf"\b(?:{_GROWS}|{_RISES}|{_FALLS}) {_SMALL}{{rate}} {_YEARLY}")


def moves_yearly(said: Tokens) -> bool:
    """Whether a message tells of a move a year, which is no single event."""
    return "{rate}" in said.places and bool(_MOVES_YEARLY.search(said.text))


_REINVESTED = re.compile(
    r"\b(?:reinvest|reinvesting|compound|restake|plough back) (?:(?:about|the|a|an|one|of|my) )*"
    r"(?P<share>half|third|quarter|all|everything|nothing|none)\b"
)
_SHARES = {
    "half": Decimal("0.5"),
    "third": Decimal("0.333"),
    "quarter": Decimal("0.25"),
    "all": Decimal(1),
    "everything": Decimal(1),
    "nothing": Decimal(0),
    "none": Decimal(0),
}


def reinvested_said(said: Tokens) -> Decimal | None:
    """Return the share of what is paid that words put back (ratio); None where they name none."""
    found = _REINVESTED.search(said.text)
    return _SHARES[found["share"]] if found else None


_TAKEN_OUT = re.compile(
    r"\b(?:withdraw|take|pull|cash)(?: out)? (?P<part>\{sum\}) (?:from|of|out of|off) "
    r"(?:(?:my|a|the|our|these|those) )?(?P<whole>\{sum\})"
)


def taken_out(said: Tokens) -> tuple[Amount, Amount] | None:
    """Return a sum that is to be taken out at once, and what it is taken from."""
    found = _TAKEN_OUT.search(said.text) if "{sum}" in said.places else None
    if found is None:
        return None
    part, whole = (_amount_at(said, found.start(name)) for name in ("part", "whole"))
    return part, whole


def _amount_at(said: Tokens, start: int) -> Amount:
    value = said.entities[said.text.count(" ", 0, start)].value
    assert isinstance(value, Sum)
    return Amount((value.low + value.high) / 2, value.currency)


_OUT = re.compile(
    r"\b(?:no|zero|without|ignore|ignoring|excluding) (?:(?:any|the|price|coin) )*"
    r"(?P<what>inflation|growth|fees?|costs?|volatility|swings?)\b"
    r"|\b(?P<flat>(?:flat|level|constant) prices|prices (?:(?:only|just) )?(?:stay|keep|remain|are)"
    r" (?:flat|level|constant|the same))\b"
)
_RULED_OUT = {
    "inflation": "inflation",
    "growth": "growth",
    **dict.fromkeys(("fee", "fees", "cost", "costs"), "fee"),
    **dict.fromkeys(("volatility", "swing", "swings"), "volatility"),
}


def ruled_out(said: Tokens) -> frozenset[str]:
    """Return the slots of what is supposed to be nothing: "assume no inflation", "flat prices"."""
    found = _OUT.finditer(said.text)
    return frozenset("growth" if one["flat"] else _RULED_OUT[one["what"]] for one in found)


_MODEL = re.compile(
    r"\b(?:(?P<parametric>parametric|student t|(?:fat|heavy) tail(?:ed|s)|t distribution)"
    r"|(?:use|with|by|assume|assuming|take|on|to) (?:(?:the|real|actual|past|its) )*"
    r"(?P<history>history|historical|historic|bootstrap|block bootstrap))\b"
)


def model_said(said: Tokens) -> str | None:
    """Return the model that prices are to move by: `parametric` or `history`; None for none."""
    found = _MODEL.search(" ".join(said.words))
    return found.lastgroup if found else None


_TERM = re.compile(
    r"\{flow\} (?:for|over|during|lasting) (?:(?:the|my|another|next|coming|about|at|least|only) )*"
    r"\{years\}"
    r"|\blasts? (?:(?:me|us|for|about|at|least|another|the|next) )*\{years\}"
    r"|\{flow\} \{years\} (?:enough|ok|okay|sufficient)\b"
)
_FOR_GOOD = re.compile(r"\b(?:forever|for ever|indefinitely|in perpetuity|perpetually)\b")
A_CENTURY = Decimal(100)
"""The longest that is counted."""


def lasts_for_good(said: Tokens) -> bool:
    """Whether money is to last without an end."""
    return bool(_FOR_GOOD.search(said.text))


def is_for_a_term(said: Tokens) -> bool:
    """Whether an income is wanted for so many years, and not from then on."""
    return "{years}" in said.places and bool(_TERM.search(said.text))


_REAL = re.compile(
    r"\b(?:after|net of|minus|less|beyond|above|beating|adjusted for) (?:(?:the|any) )?inflation\b"
    r"|\btax(?:es)? and inflation\b|\bin real terms\b|\breal income\b|\binflation adjusted\b"
    r"|\btodays? (?:money|dollars?|euros?|pounds?|francs?|prices|terms|value|purchasing power)\b"
    r"|\bin (?:current|present|constant) (?:money|dollars|euros|prices|terms)\b"
)


def asks_what_is_real(said: Tokens) -> bool:
    """Whether what inflation leaves of an income is asked for."""
    return bool(_REAL.search(said.text))


_BARE = r"(?: rate)? (?:(?:is|are|of|at|about|around|roughly|maybe) )*\{number\}(?= |$)"
_TAX, _INFLATION = re.compile(rf"\btax(?:es)?{_BARE}"), re.compile(rf"\binflation{_BARE}")
_MOST_TAX, _MOST_INFLATION = 60, 30


def bare_tax(said: Tokens) -> Decimal | None:
    """Return a tax rate that is named without its percent: "taxes about 25"."""
    return _bare(said, _TAX, _MOST_TAX)


def bare_inflation(said: Tokens) -> Decimal | None:
    """Return an inflation that is named without its percent: "inflation at 2.2"."""
    return _bare(said, _INFLATION, _MOST_INFLATION)


def _bare(said: Tokens, named: re.Pattern[str], most: int) -> Decimal | None:
    text = " ".join(said.words)
    found = named.search(text)
    value = said.entities[text.count(" ", 0, found.end() - 1)].value if found else None
    return value / 100 if isinstance(value, Decimal) and 0 < value <= most else None


_ON_TOP = re.compile(
    r"\{(?:flow|sum|number)\} (?:more )?(?:on top of|in addition to|besides|beyond) "
    r"(?:(?:my|the|our|a|what) )*"
    r"(?:pension|rent|rental|salary|other income|annuity|social security)"
)


def is_on_top_of_other(said: Tokens) -> bool:
    """Whether what is wanted comes on top of another income, which then covers none of it."""
    return bool(_ON_TOP.search(said.text))


_NEW = re.compile(
    r"\b(?:add|adding|put in|putting in) (?:(?:another|a|an|about|extra|in) )*\{sum\}"
    r"|\{sum\} (?:(?:of|in) )?(?:new|fresh|extra|additional|more)(?: (?:money|cash|funds))?\b"
    r"|\{sum\} to (?:add|put in)\b"
)


def brings_new_money(said: Tokens) -> bool:
    """Whether a sum is put in beside what is held: "with 5k new money"."""
    return bool(_NEW.search(said.text))
