"""What is supposed of a plan: "assume 5 % growth", "if coins rise 3 % a year", "reinvest half"."""

import re
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Sum
from core.nlu.utterance import Amount, Rate

_GROWS = r"(?:growth|grow|grows|growing|rise|rises|rising|appreciat(?:e|es|ion))"
_SMALL = r"(?:(?:of|by|at|is|to|about|only|just|around) )*"
_WHOSE = r"(?:(?:coin|price|market|yearly|annual) )*"
_SAID = re.compile(
    rf"\b{_GROWS} {_SMALL}(?P<after>{{rate}})"
    rf"|(?P<before>{{rate}}) (?:(?:a|per) year )?{_WHOSE}{_GROWS}\b"
)


def growth_said(said: Tokens) -> Decimal | None:
    """Return the growth a year that a message supposes (ratio); None where it names none."""
    text = " ".join(said.words)
    found = _SAID.search(text)
    if found is None:
        return None
    start = found.start("after") if found["after"] else found.start("before")
    rate = said.entities[text.count(" ", 0, start)].value
    assert isinstance(rate, Rate)
    return rate.high


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
    found = _REINVESTED.search(" ".join(said.words))
    return _SHARES[found["share"]] if found else None


_TAKEN_OUT = re.compile(
    r"\b(?:withdraw|take|pull|cash)(?: out)? (?P<part>\{sum\}) (?:from|of|out of|off) "
    r"(?:(?:my|a|the|our|these|those) )?(?P<whole>\{sum\})"
)


def taken_out(said: Tokens) -> tuple[Amount, Amount] | None:
    """Return a sum that is to be taken out at once, and what it is taken from."""
    text = " ".join(said.words)
    found = _TAKEN_OUT.search(text)
    if found is None:
        return None
    part, whole = (_amount_at(said, text, found.start(name)) for name in ("part", "whole"))
    return part, whole


def _amount_at(said: Tokens, text: str, start: int) -> Amount:
    value = said.entities[text.count(" ", 0, start)].value
    assert isinstance(value, Sum)
    return Amount((value.low + value.high) / 2, value.currency)
