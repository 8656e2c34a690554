"""Settings in words: "show everything in euros", "my tax rate is 30 %", "I'm new to this"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from core.catalogue import read_toml
from core.nlu.currencies import currency_named
from core.nlu.places import zone_in
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Slots,
)

_WORD = re.compile(r"[a-z]+")


def preference_of(text: str, stated: Slots) -> Preference | None:
    """Return the first setting that a message in lower case names; None when it names none."""
    return next(_preferences(text, stated), None)


def _preferences(text: str, stated: Slots) -> Iterator[Preference]:
    if stated.tax_rate is not None:
        yield Preference("tax_rate", _ratio(stated.tax_rate))
    elif stated.yield_ and "tax" in text and stated.yield_.low == stated.yield_.high:
        yield Preference("tax_rate", _ratio(stated.yield_.low))
    if language := _one_of("languages", text):
        yield Preference("language", language)
    if code := currency_named(text):
        yield Preference("currency", code)
    if zone := zone_in(text):
        yield Preference("timezone", zone)
    if len(stated.risk) == 1:
        yield Preference("risk", stated.risk[0])
    if method := _one_of("lot_method", text):
        yield Preference("lot_method", method)
    if experience := _one_of("experience", text):
        yield Preference("experience", experience)


def _ratio(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _one_of(setting: str, text: str) -> str | None:
    """Return the one value of a setting whose words a text holds; None for none or several."""
    padded = f" {' '.join(_WORD.findall(text))} "
    values = {value for words, value in _values(setting) if words in padded}
    return values.pop() if len(values) == 1 else None


@cache
def _values(setting: str) -> tuple[tuple[str, str], ...]:
    about = read_toml("grammar/settings.toml")[setting]
    return tuple((f" {words} ", value) for value, said in about.items() for words in said)
