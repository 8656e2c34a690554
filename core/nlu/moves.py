"""Orders that move, lose or correct what is held: "I moved my ETH to Aave", "make my DOT 8"."""

import re
from datetime import datetime
from decimal import Decimal

from core.nlu.kept_words import PARTS, owned_coin
from core.nlu.lock_ups import stated_with_lock
from core.nlu.parser import understand
from core.nlu.reading import read
from core.nlu.utterance import Context, Holding, Intent, Slots, Utterance

MOVED = "moved"
"""What is said of holdings that lie elsewhere now, with the place where they lie now."""
WITHDRAWN = "withdrawn"
"""What is said of holdings taken out of a place, with the place where they lay."""

_I = r"(?:i\ )?(?:have\ |'ve\ )?(?:just\ |now\ )?"
_SIZE = (
    rf"(?:(?:(?P<part>{'|'.join(PARTS)})|(?P<percent>\d{{1,2}})\ ?%|all"
    rf"|(?P<count>\d[\d.,]*\ ?[km]?))\ (?:of\ )?)?"
)
_NOW = r"(?:\ (?:now|today|yesterday|instead))?\W*"
_WHERE = r"(?P<where>[a-z][\w .'-]{1,30}?)"
_STATES = "put|deposited|staked|lent|supplied|delegated"
_MOVED = re.compile(
    rf"{_I}(?P<verb>(?:moved|transferred|sent|shifted|bridged)\ {_SIZE}(?:my\ )?"
    rf"|(?:{_STATES})\ {_SIZE.replace('?P<', '?P<of_')}my\ )"
    rf"(?P<coin>\w+)(?:\ (?:from|off|out\ of)\ [\w .'-]{{2,30}}?)?"
    rf"\ (?:to|into|onto|in|on|with|at|over\ to)\ {_WHERE}{_NOW}",
    re.VERBOSE,
)
_LIES = re.compile(
    rf"my\ (?P<coin>\w+)\ (?:is|are|sits|lies|lie)\ (?:now\ )?(?P<verb>staked\ |lent\ |supplied\ )?"
    rf"(?:in|on|with|at)\ {_WHERE}\ now\W*",
    re.VERBOSE,
)
_WITHDRAWN = re.compile(
    rf"{_I}(?:withdrew|took|pulled|unstaked|removed)\ {_SIZE}(?:my\ |the\ )?(?P<coin>\w+)"
    rf"\ (?:out\ )?(?:from|of|off)\ {_WHERE}{_NOW}",
    re.VERBOSE,
)
_UNSTAKED = re.compile(rf"{_I}unstaked\ {_SIZE}(?:my\ )?(?P<coin>\w+){_NOW}", re.VERBOSE)
_PAST = re.compile(r"\bi (?:used to|once|no longer) (?:have|hold|own|had|held|owned)\b.*\d")
"""What was held once is not held now."""
_LOST = re.compile(
    rf"{_I}(?:lost|gave\ away|donated|gifted)\ (?P<count>\d[\d.,]*\ ?[km]?)\ (?:of\ my\ )?"
    rf"(?P<coin>\w+)\b[^?]{{0,40}}",
    re.VERBOSE,
)
_SET = re.compile(
    r"(?:please\ )?(?:change|set|update|correct|fix|make)\ (?:my\ |the\ )?(?P<coin>\w+)"
    r"(?:\ (?:holdings?|position|amount|quantity))?\ (?:to\ )?(?P<count>\d[\d.,]*\ ?[km]?)\W*",
    re.VERBOSE,
)
_KINDS = {"staked": "staked ", "delegated": "staked ", "lent": "lent ", "supplied": "lent "}


def move_of(text: str, at: datetime) -> Utterance | None:
    """Return what a statement moves, loses or sets of what is held; None for any other message.

    >>> from datetime import UTC
    >>> now = datetime(2026, 9, 2, tzinfo=UTC)
    >>> moved = move_of("I moved half my ETH to Aave", now)
    >>> moved.about, moved.slots.holdings[0].venue, str(moved.slots.holdings[0].share)
    ('moved', 'aave', '0.5')
    """
    said = read(text).lower.strip()
    restated = _listed(said) or _provided(said) or stated_with_lock(said)
    if restated:
        read_so = understand(restated, Context(at))
        return read_so if read_so.slots.holdings else None
    found = _MOVED.fullmatch(said) or _LIES.fullmatch(said)
    if found:
        return _moved(found, MOVED, at)
    found = _WITHDRAWN.fullmatch(said)
    if found:
        return _moved(found, WITHDRAWN, at)
    if _PAST.match(said):
        return Utterance(Intent.OUT_OF_SCOPE)
    found = _UNSTAKED.fullmatch(said)
    if found:
        return _unstaked(found)
    for pattern, begin in ((_LOST, "i spent"), (_SET, "i hold")):
        found = pattern.fullmatch(said)
        coin = owned_coin(found["coin"]) if found else None
        if found and coin:
            return understand(f"{begin} {found['count']} {coin}", Context(at))
    return None


def _moved(found: re.Match[str], manner: str, at: datetime) -> Utterance | None:
    """Return the move, its place and size read as those of a holding are."""
    coin = owned_coin(found["coin"])
    said = {name.removeprefix("of_"): text for name, text in found.groupdict().items() if text}
    if coin is None:
        return None
    kind = _KINDS.get(said.get("verb", " ").split(" ")[0], "")
    count = said.get("count")
    held = understand(f"i hold {count or 1} {coin} {kind}on {found['where']}", Context(at))
    if held.intent is not Intent.SET_HOLDINGS or len(held.slots.holdings) != 1:
        return None
    (one,) = held.slots.holdings
    if one.venue is None and one.kind is None:
        return None
    quantity = one.quantity if count else None
    holding = Holding(coin, quantity, one.venue, share=_share(said), kind=one.kind)
    return Utterance(Intent.SET_HOLDINGS, Slots(assets=(coin,), holdings=(holding,)), about=manner)


def _unstaked(found: re.Match[str]) -> Utterance | None:
    """Return staked coins as withdrawn from wherever they are staked."""
    coin, count = owned_coin(found["coin"]), found["count"]
    if coin is None:
        return None
    quantity = Decimal(count.replace(",", "")) if count and count[-1] not in "km" else None
    if count and quantity is None:
        return None
    said = {name: text for name, text in found.groupdict().items() if text}
    held = Holding(coin, quantity, share=_share(said), kind="staked")
    return Utterance(Intent.SET_HOLDINGS, Slots(assets=(coin,), holdings=(held,)), about=WITHDRAWN)


def _share(said: dict[str, str]) -> Decimal | None:
    if percent := said.get("percent"):
        return Decimal(percent) / 100
    part = said.get("part")
    return PARTS[part] if part else None


_ITEM = r"(?P<{0}coin>[a-z]{{2,8}})\ ?[:=-]?\ ?(?P<{0}count>\d[\d.,]*\d|\d)"
_FIRST, _NEXT = re.compile(_ITEM.format(""), re.VERBOSE), re.compile(r"(?:,|;|\n|\band\b|\s)+")
_LIST_OF_MINE = re.compile(
    r"(?:(?:here\ is\ |this\ is\ )?my\ (?:portfolio|holdings|coins|bag|bags)(?:\ (?:is|are))?\W*"
    r"|i\ (?:hold|own|have)\W+)",
    re.VERBOSE,
)


def _listed(said: str) -> str | None:
    """Return "my portfolio: BTC 0.5, ETH 4" with each quantity before its coin."""
    begun = _LIST_OF_MINE.match(said)
    rest, items = said[begun.end() :].strip(" .") if begun else "", []
    while found := _FIRST.match(rest):
        coin = owned_coin(found["coin"])
        if coin is None:
            return None
        items.append(f"{found['count']} {coin}")
        rest = rest[found.end() :]
        parted = _NEXT.match(rest)
        if not parted:
            break
        rest = rest[parted.end() :]
    return f"i hold {', '.join(items)}" if items and not rest else None


_PROVIDED = re.compile(
    r"(?:i\ am\ |i'm\ |i\ )?(?:providing|provide|provided|added|adding|supplying)\ liquidity\ "
    r"(?:with|of)\ (?P<one>\d[\w.,]*\ \w+)(?:\ and\ |\ ?[+/]\ ?)(?P<other>\d[\w.,]*\ \w+)"
    r"\ (?:on|to|in|at)\ (?P<where>[a-z][\w\ ]{2,20}?)\W*",
    re.VERBOSE,
)


def _provided(said: str) -> str | None:
    """Return a pair of coins in a pool as the two holdings they are."""
    found = _PROVIDED.fullmatch(said)
    if found is None:
        return None
    pool = f"in a pool on {found['where']}"
    return f"i hold {found['one']} {pool} and {found['other']} {pool}"
