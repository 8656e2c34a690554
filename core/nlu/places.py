"""Time zones by what people call them: a city, a country, an abbreviation, an offset."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel.core import get_global

from core.catalogue import read_toml

_WORD = re.compile(r"[a-z.']+")
_OFFSET = re.compile(r"\b(?:utc|gmt) ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?00)?(?![\d:])")
_NAMED = re.compile(r"\b[a-z]+(?:/[a-z_]+){1,2}\b")
_LONGEST_NAME = 3
_FURTHEST_WEST, _FURTHEST_EAST = 12, 14


def zone_in(text: str) -> str | None:
    """Return the IANA name of the one zone that a text in lower case names.

    >>> zone_in("9am berlin time"), zone_in("utc+2"), zone_in("in europe/paris")
    ('Europe/Berlin', 'Etc/GMT-2', 'Europe/Paris')
    """
    zones = set(_named(text)) | set(_offsets(text))
    if not zones:
        zones = set(_places(text))
    return zones.pop() if len(zones) == 1 else None


def _named(text: str) -> list[str]:
    known = _zones()
    return [known[found[0]] for found in _NAMED.finditer(text) if found[0] in known]


def _offsets(text: str) -> list[str]:
    """Return fixed offsets; the names of IANA count them the other way round."""
    zones = []
    for found in _OFFSET.finditer(text):
        hours, east = int(found["hours"]), found["sign"] == "+"
        if 0 < hours <= (_FURTHEST_EAST if east else _FURTHEST_WEST):
            zones.append(f"Etc/GMT{'-' if east else '+'}{hours}")
    return zones


def _places(text: str) -> list[str]:
    """Return the zones of the longest names of places, from left to right."""
    words, table, found, at = _WORD.findall(text), _place_names(), list[str](), 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            if zone := table.get(" ".join(words[at : at + size])):
                found.append(zone)
                at += size - 1
                break
        at += 1
    return found


@cache
def _zones() -> Mapping[str, str]:
    """Return every zone of the Unicode CLDR by its name in lower case."""
    return MappingProxyType({zone.lower(): zone for zone in get_global("zone_territories")})


@cache
def _place_names() -> Mapping[str, str]:
    """Return the zone of each place: the cities zones are named by, and those of our own list."""
    cities = {zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in _zones().values()}
    ours = read_toml("grammar/places.toml")
    spoken = {name: zone for zone, names in ours["zones"].items() for name in names}
    for word in ours["no_places"]["words"].split():
        cities.pop(word, None)
    return MappingProxyType(cities | spoken)
