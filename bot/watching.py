"""Watching the market for everybody at once: after each reading, who is to be told of what.

Alerts are read page by page, so memory does not grow with the people; each thing watched is read
once a page. A crossing and its message are one transaction, so it is told once.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.services import Reply
from core.finance.market import MarketSnapshot
from core.finance.monitoring import Alert, Judged, Reading, evaluated
from core.nlg.draft import Draft
from core.nlg.localising import localised
from core.nlg.render.alerts import message
from core.requests.preferences import Preferences

_log = logging.getLogger(__name__)

PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Owned:
    """An alert and the chat whose it is."""

    chat_id: str
    alert: Alert


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a snapshot changes for one chat; the message where it is worth one."""

    before: Owned
    after: Alert
    draft: Draft | None


class AlertStore(Protocol):
    """Where alerts are kept."""

    async def page(self, after: Owned | None, limit: int) -> Sequence[Owned]:
        """Return alerts that are not paused, in a fixed order, from one on."""
        ...

    async def settle(self, crossings: Sequence[Crossing], now: datetime) -> int:
        """Store what changed and the messages to send, each once; return how many are new."""
        ...


async def watch(snapshot: MarketSnapshot, now: datetime, store: AlertStore) -> int:
    """Judge all alerts by a snapshot; return how many messages are to be sent."""
    told, last = 0, None
    while page := await store.page(last, PAGE):
        crossings = _crossings(page, snapshot)
        if crossings:
            told += await store.settle(crossings, now)
        last = page[-1]
        await asyncio.sleep(0)  # answers to people go on meanwhile
    if told:
        _log.info("alerts to send: %d", told)
    return told


def _crossings(page: Sequence[Owned], snapshot: MarketSnapshot) -> list[Crossing]:
    changes = evaluated(((owned, owned.alert) for owned in page), snapshot)
    return [
        Crossing(owned, judged.alert, _told(judged, reading, snapshot))
        for owned, judged, reading in changes
    ]


def _told(judged: Judged, reading: Reading, snapshot: MarketSnapshot) -> Draft | None:
    return message(judged.alert, reading, snapshot) if judged.told else None


def reply_to(draft: Draft, preferences: Preferences) -> Reply:
    """Return the message of a crossing, its figures as the person's app has them."""
    shown = localised(draft, preferences.written_as)
    return Reply(shown.text, shown.html, shown.buttons)


def quiet_until(preferences: Preferences, now: datetime) -> datetime | None:
    """Return when the quiet hours end that `now` is in; None outside of them."""
    quiet = preferences.quiet
    if quiet is None:
        return None
    local = now.astimezone(ZoneInfo(preferences.zone or "UTC"))
    time, spans_midnight = local.time(), quiet.end <= quiet.begin
    if spans_midnight:
        is_quiet = time >= quiet.begin or time < quiet.end
    else:
        is_quiet = quiet.begin <= time < quiet.end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=spans_midnight and time >= quiet.begin)
    return datetime.combine(day, quiet.end, local.tzinfo)
