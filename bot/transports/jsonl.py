"""The door for programs: one JSON object a line in, one a line out, in the same order."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.conversation import take_and_save, worded
from bot.services import IncomingMessage, Services
from bot.wire import Json, reply_json, utterance_json
from core.dialogue.hearing import is_too_long
from core.dialogue.state import Said, Turn
from core.nlg.draft import Chart
from core.nlu.parser import understand
from core.nlu.utterance import Context

Draw = Callable[[Chart], bytes]


@dataclass(frozen=True, slots=True)
class LineError(Exception):
    """A line that cannot be answered; the code is one of the published ones."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One input: what was said, and the conversation it belongs to (None: one of its own)."""

    said: Said
    session: str | None


def answer_lines(
    lines: Iterable[bytes], services: Callable[[str | None], Services], charts: Path | None
) -> Iterator[str]:
    """Yield a reply object for each line; what is wrong with a line is said on its place.

    `services` gives those of a session, or of a line that has none.
    """
    with asyncio.Runner() as runner:
        for number, raw in enumerate(lines, start=1):
            try:
                line = read_line(raw)
            except LineError as error:
                yield _json(_error(error))
                continue
            message = IncomingMessage(line.session or "line", line.said)
            turn, phrased_by = runner.run(_answered(message, services(line.session)))
            yield _json(reply_json(turn, _drawn(turn, charts, str(number)), phrased_by))


async def _answered(message: IncomingMessage, services: Services) -> tuple[Turn, str]:
    """Return a turn with its draft as it is worded, and who worded it."""
    turn, outgoing = await take_and_save(message, services)
    outgoing = await worded(message, outgoing, services)
    return replace(turn, draft=outgoing.draft or turn.draft), outgoing.reply.phrased_by


def parse_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield an utterance object for each line."""
    for raw in lines:
        try:
            said = read_line(raw).said
        except LineError as error:
            yield _json(_error(error))
            continue
        yield _json(utterance_json(understand(said.text or "", Context(said.at))))


def read_line(raw: bytes) -> Line:
    """Read one input line. Raises LineError."""
    entry = _decoded(raw)
    text, press = entry.get("text"), entry.get("press")
    if isinstance(text, str) == isinstance(press, str):
        raise LineError("no_text", "a line has either a text or a press, as a string")
    said = text if isinstance(text, str) else str(press)
    if is_too_long(said):
        raise LineError("too_long", "a text has at most 4,096 UTF-16 units")
    session = entry.get("session")
    at = _moment(entry.get("at"))
    said_now = Said(at, text=said) if isinstance(text, str) else Said(at, press=said)
    return Line(said_now, None if session is None else str(session))


def save_charts(turn: Turn, folder: Path, stem: str, draw: Draw) -> list[Json]:
    """Draw a turn's pictures into a folder and return what they show and where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    described = []
    for chart in turn.draft.charts:
        path = folder / f"{stem}-{chart.kind}.png"
        path.write_bytes(draw(chart))
        described.append({"kind": chart.kind, "alt": chart.alt, "png": str(path)})
    return described


def _drawn(turn: Turn, folder: Path | None, stem: str) -> list[Json]:
    if folder is None or not turn.draft.charts:
        return []
    from bot.charts import draw

    return save_charts(turn, folder, stem, draw)


def _decoded(raw: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise LineError("not_utf8", "the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise LineError("not_json", "the line is not JSON") from None
    if not isinstance(entry, dict):
        raise LineError("not_json", "the line is not a JSON object")
    return entry


def _moment(at: object) -> datetime:
    """Return the turn's clock; one without an offset is taken as UTC."""
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        raise LineError("not_json", "at is not an ISO time") from None
    if moment.year not in _YEARS:
        raise LineError("not_json", f"at is not in the years {_YEARS[0]} to {_YEARS[-1]}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_YEARS = range(2020, 2900)
"""Before them there was nothing to advise on; behind them plans leave the calendar."""


def _error(error: LineError) -> Json:
    return {"error": {"code": error.code, "message": error.message}}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
