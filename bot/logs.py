"""The log: JSON lines or a console's, and in none of them a secret or a person's words.

Every line of every library passes one handler at the root. What we log ourselves (`bot.*`) is
written out, with secrets struck from it. Of a library only what is fixed in its source is told:
the template of the line or where it stands, because what it fills in may be an address that
holds the token, a bind parameter, a payload. The same goes for exceptions: a parser quotes the
text it failed on, so of an error there are the classes and the frames, never the message.
"""

import json
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TextIO
from urllib.parse import quote

import stamina
import structlog
from structlog.contextvars import bound_contextvars, get_contextvars
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

STRUCK = "***"
_SHAPE = r"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}"
"""What a bot token looks like, for one that nobody told us of."""
_CODES = ("sqlite_errorname", "sqlstate", "errno")
"""Attributes in which errors of the system carry a name or number and no one's words."""


def configure_logging(
    stream: TextIO, *, hidden: Iterable[str] = (), level: int = logging.INFO
) -> None:
    """Send everything that is logged to `stream`; strike what is `hidden` from every line.

    A terminal gets lines to read, anything else JSON. Libraries are heard from a warning on;
    at DEBUG all they say is told.
    """
    handler = _RootHandler(stream)
    handler.setFormatter(_StrikingFormatter(striking(hidden), terminal=stream.isatty()))
    if level > logging.DEBUG:
        handler.addFilter(lambda record: is_ours(record) or record.levelno >= logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    stamina.instrumentation.set_on_retry_hooks([])  # who retries says so in words that may be told
    _catch_what_nobody_caught()


def concerning(update_id: int) -> AbstractContextManager[None]:
    """Have every line, whoever writes it, carry the number of the update that is worked on."""
    return bound_contextvars(correlation_id=update_id)


def new_reference() -> str:
    """Return a short mark under which a person and the log speak of the same failure."""
    return secrets.token_hex(3)


def trace_of(error: BaseException) -> str:
    """Return where an error came from: frames and classes of it and its causes, no message."""
    return "".join(_told(link) for link in reversed(tuple(_chain(error)))).rstrip()


def striking(hidden: Iterable[str]) -> Callable[[str], str]:
    """Return what strikes the hidden words, however they are written, and any bot token."""
    words = {form for secret in hidden if secret for form in _forms(secret)}
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, longest_first), _SHAPE]))
    return lambda line: pattern.sub(STRUCK, line)


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line was written by this program and not by a library."""
    return record.name.partition(".")[0] == "bot"


def _forms(secret: str) -> Iterator[str]:
    """Yield a secret as it stands in an address, in JSON and in a repr.

    Of a bot token also the half after the colon, which alone opens the bot.
    """
    halves = [half for half in secret.split(":") if len(half) >= 20]
    for word in (secret, *halves):
        yield from (word, quote(word, safe=""), json.dumps(word)[1:-1], repr(word)[1:-1])


class _StrikingFormatter(ProcessorFormatter):
    """Renders a record and strikes the secrets last, when nothing is added any more."""

    def __init__(self, strike: Callable[[str], str], *, terminal: bool) -> None:
        super().__init__(
            processors=[
                _reduced,
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.dev.ConsoleRenderer(colors=terminal)
                if terminal
                else structlog.processors.JSONRenderer(),
            ],
            pass_foreign_args=True,
            use_get_message=False,
        )
        self._strike = strike

    def format(self, record: logging.LogRecord) -> str:
        return self._strike(super().format(record))


class _RootHandler(logging.StreamHandler[TextIO]):
    """Says of a line that cannot be written only that; the default shows its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        if sys.stderr:
            sys.stderr.write(f"a line of the logger {record.name} could not be written\n")


def _reduced(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Reduce a line to what may be told."""
    record: logging.LogRecord = event["_record"]
    args = event.pop("positional_args", None)
    error = _error_in(event.pop("exc_info", None))
    event.pop("stack_info", None)
    said = _ours(event, args) if is_ours(record) else _of_a_library(record, args)
    return {
        "level": record.levelname.lower(),
        "logger": record.name,
        **get_contextvars(),
        **said,
        **({"trace": trace_of(error)} if error else {}),
        "_record": record,
        "_from_structlog": event["_from_structlog"],
    }


def _ours(event: EventDict, args: object) -> EventDict:
    """Fill in what we say ourselves; an exception only by its class."""
    fields = {name: _tellable(value) for name, value in event.items() if name[0] != "_"}
    said = str(event["event"])
    if isinstance(args, Mapping):
        said %= {name: _tellable(value) for name, value in args.items()}
    elif isinstance(args, tuple) and args:
        said %= tuple(_tellable(value) for value in args)
    return {**fields, "event": said}


def _of_a_library(record: logging.LogRecord, args: object) -> EventDict:
    """Tell the template of a line; without arguments it may be filled in already."""
    place = f"{record.module}:{record.lineno} {record.funcName}"
    is_template = bool(args) and isinstance(record.msg, str)
    return {"event": record.msg if is_template else "(not told)", "at": place}


def _tellable(value: object) -> object:
    return type(value).__qualname__ if isinstance(value, BaseException) else value


def _error_in(exc_info: object) -> BaseException | None:
    match exc_info:
        case BaseException():
            return exc_info
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
        case _:
            return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, each once: contexts can form a ring."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    codes = [str(getattr(error, name)) for name in _CODES if getattr(error, name, None)]
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    members = "".join(f"{trace_of(member)}\n" for member in inner)
    return f"{members}{frames}{' '.join([type(error).__qualname__, *codes])}\n"


def _catch_what_nobody_caught() -> None:
    """Have the log tell of an error at the very top, where Python would print its message."""
    log = logging.getLogger("bot")
    sys.excepthook = lambda _, error, __: log.critical("the program failed", exc_info=error)
    threading.excepthook = lambda args: log.critical("a thread failed", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: log.error("an error was lost", exc_info=args.exc_value)
