"""Alerts in words: what is watched, what was crossed, and the buttons that change it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.catalogue import protocol_facts
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.monitoring import Alert, Reading, Watched, read_at
from core.money import Money
from core.nlg.draft import Button, Draft
from core.nlg.press import Act, act, say
from core.nlg.render.parts import lines, paragraphs
from core.nlg.render.portfolio import venue_name
from core.nlg.writing import NOT_ADVICE, write

LISTED = 8
"""So many alerts have buttons of their own; a keyboard longer than that is no help."""
_EXAMPLES = ("tell me when ETH drops below $2,000", "alert me if USDC loses its peg")
_UNITS = {
    Watched.YIELD: Unit.RATIO,
    Watched.PRICE: Unit.MONEY,
    Watched.PEG: Unit.MONEY,
    Watched.TVL: Unit.MONEY,
}
_NAMES = {
    Watched.YIELD: "the {} yield",
    Watched.PRICE: "the price of {}",
    Watched.PEG: "{} against its dollar",
    Watched.TVL: "what lies in {}",
    Watched.INCIDENT: "a loss of users' money at {}",
}


def subject_name(subject: str) -> str:
    """Return a coin's symbol, or a protocol's name."""
    facts = protocol_facts().get(subject)
    return facts.name if facts else subject


def told(alert: Alert) -> str:
    """Return an alert as it is told; its level is a fact under its number."""
    is_coin = alert.watched is Watched.TVL and alert.subject not in protocol_facts()
    name = "the supply of {}" if is_coin else _NAMES[alert.watched]
    what = name.format(subject_name(alert.subject)) + venue_name(alert.venue)
    side = "below" if alert.below is not None else "above"
    return what if _level(alert) is None else f"{what} {side} {{{_name(alert)}}}"


def _level(alert: Alert) -> Decimal | None:
    return alert.below if alert.below is not None else alert.above


def _name(alert: Alert) -> str:
    """Return the name of the fact of an alert's level; a size is written short."""
    return f"{alert.key}.level_size" if alert.watched is Watched.TVL else f"{alert.key}.level"


def note_level(working: Working, alert: Alert) -> None:
    """Note the level of an alert."""
    level = _level(alert)
    if level is not None:
        source = "house" if alert.by_default else YOU
        unit = _UNITS[alert.watched]
        working.given(_name(alert), _value(level, unit), unit, source, note="the level to tell of")


def _value(number: Decimal, unit: Unit) -> Decimal | Money:
    return number if unit is Unit.RATIO else Money(number, "USD")


def alerts_page(alerts: tuple[Alert, ...], answer: int) -> Draft:
    """List what is watched, with buttons to pause and remove each."""
    if not alerts:
        return _plain(
            "**Nothing is watched for you.** Name what to be told of, once each time it happens. "
            "For example:",
            tuple((say(text),) for text in _EXAMPLES),
        )
    listed = [one for one in alerts if not (one.by_default and one.paused)]
    off = len(alerts) - len(listed)
    text = paragraphs(
        "**What is watched for you,** at each reading of the market; a crossing is told once.",
        lines(*(f"· {told(one)}{_state(one)}" for one in listed)),
        "What came with your holdings is marked: turn it off here."
        if any(one.by_default for one in listed)
        else None,
        "Some of what came with your holdings is turned off." if off else None,
    )
    rows = tuple(_row(one, answer) for one in listed[:LISTED])
    return _of(alerts, text, (*rows, *_ways_for_all(alerts)))


def _ways_for_all(alerts: tuple[Alert, ...]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that stop all that is watched, and take up all that is not."""
    stop = (say("stop all alerts", "Stop all"),) if any(not one.paused for one in alerts) else ()
    resume = (say("resume all alerts", "Watch all"),) if any(one.paused for one in alerts) else ()
    return ((*stop, *resume),) if len(alerts) > 1 or resume else ()


def _state(alert: Alert) -> str:
    states = (
        ("with your holdings", alert.by_default),
        ("paused", alert.paused),
        ("crossed now", alert.crossed),
    )
    words = ", ".join(word for word, holds in states if holds)
    return f" ({words})" if words else ""


def _row(alert: Alert, answer: int) -> tuple[Button, ...]:
    name = f"{subject_name(alert.subject)} {alert.watched}"
    if alert.by_default:
        return (act(f"Turn off {name}", answer, Act.PAUSE, alert.number),)
    pause = act(f"Pause {name}", answer, Act.PAUSE, alert.number)
    resume = act(f"Resume {name}", answer, Act.RESUME, alert.number)
    remove = act("Remove", answer, Act.REMOVE, alert.number)
    return (resume if alert.paused else pause, remove)


def alert_set(
    alert: Alert,
    reading: Reading | None,
    stale: date | None,
    answer: int,
    *,
    guessed: bool = False,
    said: Money | None = None,
) -> Draft:
    """Say what is watched from now on, and where it stands.

    `stale` is the day of the reading where that is not today; `guessed` where no side was said;
    `said` the level in another currency than it is watched in.
    """
    working = Working()
    note_level(working, alert)
    way = "fall" if alert.below is not None else "rise"
    text = paragraphs(
        f"**Watched: {told(alert)}.**",
        _converted(working, alert, said) if said else None,
        _standing(working, alert, reading, stale),
        f"You named no side: from there it takes a {way}, so a {way} is told." if guessed else None,
    )
    row = (act("Remove", answer, Act.REMOVE, alert.number), say("/alerts", "All alerts"))
    return write(text, working.book, closing="", buttons=(row,))


def _converted(working: Working, alert: Alert, said: Money) -> str:
    name = f"{alert.key}.said"
    working.given(name, said, Unit.MONEY, YOU, note="the level as you said it")
    return f"That is your {{{name}}} by the last exchange rates; it is watched in dollars."


def _standing(
    working: Working, alert: Alert, reading: Reading | None, stale: date | None
) -> str | None:
    if not isinstance(reading, Decimal):
        return None
    now = _note_reading(working, alert, reading)
    stands = f"It is at {{{now}}} now"
    if stale:
        working.given("read_on", stale, Unit.DATE, "market snapshot", stale)
        stands = f"It was at {{{now}}} on {{read_on}}, the last reading"
    if alert.crossed:
        return f"{stands}, past that already. You are told when it goes past again."
    return f"{stands}. You are told once when it goes past, not at each reading."


def _note_reading(working: Working, alert: Alert, reading: Decimal) -> str:
    name = f"{alert.key}.now_size" if alert.watched is Watched.TVL else f"{alert.key}.now"
    unit = _UNITS[alert.watched]
    working.given(name, _value(reading, unit), unit, "market snapshot", note="as it was last read")
    return name


def message(alert: Alert, reading: Reading, snapshot: MarketSnapshot) -> Draft:
    """Return the message that a crossing is worth: what, how far, as of when, and what next."""
    working = Working()
    note_level(working, alert)
    day = read_at(alert.watches, snapshot).date()
    working.given("read_on", day, Unit.DATE, "market snapshot", day)
    what = told(alert)
    if isinstance(reading, date):
        name = f"{alert.key}.incident_day"
        working.given(name, reading, Unit.DATE, "DefiLlama", reading)
        head = f"**{subject_name(alert.subject)} lost users' money on {{{name}}}.**"
        advice = "You hold something there, or asked to be told. Look at what its team says."
    else:
        now = _note_reading(working, alert, reading)
        head = f"**{what[0].upper()}{what[1:]}: {{{now}}}.**"
        advice = "Told once: again only after it came back and went past once more."
    text = paragraphs(head, advice, "Read on {read_on}.")
    rows = (
        (act("Stop this one", 0, Act.PAUSE, alert.number), say("/alerts", "All alerts")),
        (say("/portfolio", "What I hold"),),
    )
    return write(text, working.book, closing=NOT_ADVICE, buttons=rows)


def ask_level(asset: str) -> Draft:
    """Ask for the level of an alert."""
    return _plain(
        f"At which level of {asset} do you want to be told? Say a price, a yield or its peg. For "
        "example:",
        tuple((say(text),) for text in _EXAMPLES),
    )


def not_read(subject: str, venue: str) -> Draft:
    """Say that nothing reads what was to be watched."""
    return _plain(
        f"Nothing is read here for {subject}{venue_name(venue)}, so it cannot be watched. Prices "
        "of the larger coins, pegs of stablecoins, yields of their usual places and what lies in "
        "known protocols can.",
        tuple((say(text),) for text in _EXAMPLES),
    )


def not_known() -> Draft:
    """Say that what was to be watched is no coin or protocol that is known."""
    return _plain(
        "What to watch is not clear, so it cannot be watched: name a coin or a protocol that is "
        "known here, and a level. For example:",
        tuple((say(text),) for text in _EXAMPLES),
    )


def too_many() -> Draft:
    """Say that no more can be watched."""
    return _plain(
        "That is as much as can be watched for one person. Remove one first.",
        ((say("/alerts", "All alerts"),),),
    )


def paused(alert: Alert, answer: int) -> Draft:
    """Say that an alert is paused or goes on."""
    words = "Not watched any more" if alert.paused else "Watched again"
    other = Act.RESUME if alert.paused else Act.PAUSE
    label = "Watch it again" if alert.paused else "Pause it"
    row = (act(label, answer, other, alert.number), say("/alerts", "All alerts"))
    return _of((alert,), f"**{words}: {told(alert)}.**", (row,))


def all_paused(alerts: tuple[Alert, ...], answer: int, *, paused: bool) -> Draft:
    """Say that several alerts are paused, and what waited of them called off, or go on."""
    head = "Not watched any more" if paused else "Watched again"
    text = paragraphs(
        f"**{head}:**",
        lines(*(f"· {told(one)}" for one in alerts[:LISTED])),
        "And the rest of what was named." if len(alerts) > LISTED else None,
        "“Resume all alerts” takes them up again. What was on its way is not sent."
        if paused
        else None,
    )
    row = (act("Undo", answer, Act.UNDO), say("/alerts", "All alerts"))
    return _of(alerts, text, (row,))


def removed(alerts: tuple[Alert, ...], answer: int) -> Draft:
    """Say that alerts are gone."""
    row = (act("Undo", answer, Act.UNDO), say("/alerts", "All alerts"))
    return _of(alerts, f"**No longer watched: {'; '.join(map(told, alerts))}.**", (row,))


def _of(alerts: Iterable[Alert], text: str, rows: tuple[tuple[Button, ...], ...]) -> Draft:
    working = Working()
    for alert in alerts:
        note_level(working, alert)
    return write(text, working.book, closing="", buttons=rows)


def _plain(text: str, rows: tuple[tuple[Button, ...], ...]) -> Draft:
    return write(text, FactBook(), closing="", buttons=rows)
