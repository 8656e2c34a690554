"""Whatever any library says at any level, no token and no word of a person reaches the log."""

import asyncio
import gc
import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import httpx
import pytest
import stamina
import structlog
from pydantic import TypeAdapter
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.db.database import open_database
from bot.db.store import DatabaseChats, DatabaseMailbox
from bot.logs import STRUCK, configure_logging, new_reference, striking, trace_of
from bot.services import Chat, ReceivedUpdate, Reply, StorageError
from core.dialogue.effects import EraseMessage
from core.dialogue.state import DialogueState
from tests.db.test_store import turn

HALF = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
TOKEN = f"7000001:{HALF}"
WORDS = "my savings are pudding lizard umbrella"
OURS = logging.getLogger("bot.test")
LIBRARY = logging.getLogger("library.part")


class Log(StringIO):
    """What was logged; a test reads lines as JSON."""

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def is_clean(self) -> bool:
        """Tell whether something was logged, and nothing that must not be."""
        said = self.getvalue()
        assert said, "something was logged"
        return not any(secret in said for secret in (HALF, "savings", "lizard", "hunter22"))


@pytest.fixture(autouse=True)
def _logging_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def log() -> Log:
    log = Log()
    configure_logging(log, hidden=(TOKEN, "hunter22"), level=logging.DEBUG)
    return log


def raise_chain() -> None:
    """Raise what httpx and a parser raise, one from the other, with all that must not be told."""
    try:
        json.loads(f'"{WORDS}')
    except ValueError as error:
        request = httpx.Request("POST", f"https://api.telegram.org/bot{TOKEN}/sendMessage")
        cause = httpx.ConnectError(f"{TOKEN} {WORDS}", request=request)
        cause.__context__ = error
        raise InvalidToken(f"The token `{TOKEN}` was rejected: {WORDS}") from cause


class TestLibraries:
    async def test_httpx(self, log: Log) -> None:
        """Its INFO line of each request names the address, which holds the token."""
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"text": WORDS}))
        async with httpx.AsyncClient(transport=transport) as client:
            await client.post(f"https://api.telegram.org/bot{TOKEN}/getMe", json={"text": WORDS})
        assert log.is_clean()
        assert "HTTP Request" in log.getvalue()

    async def test_telegram(self, log: Log) -> None:
        """python-telegram-bot tells at DEBUG the parameters of a call: the text that is sent."""
        bot = Bot(TOKEN, base_url="http://127.0.0.1:1/bot")
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(7, WORDS)
        OURS.error("not sent by %r: %s", bot, caught.value, exc_info=caught.value)
        await bot.shutdown()
        assert log.is_clean()
        assert "ConnectError" in log.getvalue()

    def test_reprs(self, log: Log) -> None:
        """The repr of a Bot, of an Application and of a request's address hold the token."""
        application = Application.builder().token(TOKEN).build()
        request = httpx.Request("GET", f"http://x/bot{TOKEN.replace(':', '%3A')}/getMe")
        for value in (application, application.bot, request.url, repr(application.bot)):
            OURS.warning("with %s and %r", value, value)
            structlog.get_logger("bot.test").warning("with", value=value)
            LIBRARY.warning("with %s", value)
        assert log.is_clean()
        assert STRUCK in log.getvalue()

    async def test_database(self, log: Log, database_url: str) -> None:
        """Drivers tell statements with their parameters: what is stored."""
        logging.getLogger("sqlalchemy").setLevel(logging.DEBUG)
        async with open_database(database_url) as database:
            chats, mailbox = DatabaseChats(database), DatabaseMailbox(database)
            await mailbox.store([ReceivedUpdate(1, "7", WORDS)])
            await mailbox.waiting()
            await chats.save(
                await chats.load("7"),
                turn(
                    Chat("7"),
                    1,
                    DialogueState(asked=WORDS),
                    Reply(WORDS, WORDS),
                    effects=(EraseMessage(),),
                ),
            )
            await chats.purge()
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
        assert log.is_clean()

    async def test_database_out_of_reach(self, log: Log) -> None:
        """A server that refuses is told with the driver's error class, and no password."""
        url = "postgresql+psycopg://bot:hunter22@127.0.0.1:1/bot"
        async with open_database(url) as database:
            try:
                await DatabaseChats(database).load("7")
            except StorageError:
                OURS.exception("the database is out of reach, it was %s", url)
        assert log.is_clean()
        [trace] = [line["trace"] for line in log.lines() if "trace" in line]
        assert "psycopg" in trace
        assert trace.endswith("StorageError")

    async def test_asyncio(self, log: Log) -> None:
        """A task whose error nobody took is told by asyncio with the error's repr."""
        task = asyncio.create_task(asyncio.sleep(0), name="t")
        asyncio.get_running_loop().call_exception_handler(
            {"message": f"Task failed {WORDS}", "exception": ValueError(WORDS), "future": task}
        )
        await task
        assert log.is_clean()
        assert "ValueError" in log.getvalue()

    async def test_lost_task(self, log: Log) -> None:
        """The same for a task that really was lost."""

        async def lost() -> None:
            raise_chain()

        task = asyncio.create_task(lost())
        await asyncio.wait([task])
        del task
        gc.collect()
        assert log.is_clean()
        assert log.lines()[-1]["trace"].endswith("InvalidToken")

    async def test_stamina(self, log: Log) -> None:
        """A retry is told through structlog with the arguments of the call."""

        @stamina.retry(on=ValueError, attempts=2, wait_initial=0, wait_max=0, wait_jitter=0)
        def fail(words: str) -> None:
            raise ValueError(words, TOKEN)

        with pytest.raises(ValueError, match="savings"):
            fail(WORDS)
        assert log.is_clean()

    def test_filled_in_already(self, log: Log) -> None:
        """A line without arguments may hold anything, so only its place is told."""
        LIBRARY.warning(f"cannot parse {WORDS}")
        LIBRARY.error(ValueError(WORDS))
        LIBRARY.warning("cannot parse %s", WORDS, stack_info=True)
        assert log.is_clean()
        assert [line["event"] for line in log.lines()] == ["(not told)"] * 2 + ["cannot parse %s"]
        assert all(line["at"].startswith("test_logs:") for line in log.lines())

    def test_wrong_arguments(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A line whose arguments do not fit is not printed with them on standard error."""
        log = Log()
        configure_logging(log)  # here, where it replaces pytest's own handlers
        OURS.error("%d", WORDS)
        LIBRARY.error("%d %d", WORDS)
        assert "bot.test" in capsys.readouterr().err
        assert log.is_clean()

    def test_warnings(self, log: Log) -> None:
        """pydantic warns with the value that it met."""
        warnings_log = logging.getLogger("py.warnings")
        adapter = TypeAdapter(int)
        with pytest.warns(UserWarning, match="savings") as caught:
            adapter.dump_python(WORDS, warnings="warn")  # type: ignore[arg-type]
        warnings_log.warning("%s", caught[0].message)
        assert log.is_clean()

    def test_levels(self) -> None:
        """Unless everything is asked for, libraries are heard from a warning on."""
        log = Log()
        configure_logging(log)
        for logger in (LIBRARY, OURS):
            for level in (logging.DEBUG, logging.INFO, logging.WARNING):
                logger.log(level, "%s", "said")
        assert [(line["logger"], line["level"]) for line in log.lines()] == [
            ("library.part", "warning"),
            ("bot.test", "info"),
            ("bot.test", "warning"),
        ]


class TestOurs:
    def test_what_we_say_is_told(self, log: Log) -> None:
        """Our own lines are written out, by logging and by structlog, with time and level."""
        OURS.info("update %d came, reference %s", 7, "a1b2c3")
        OURS.info("by %(name)s", {"name": "name"})
        OURS.info("100 % sure")
        structlog.get_logger("bot.test").info("a turn failed", reference="a1b2c3")
        events = [line["event"] for line in log.lines()]
        assert events == [
            "update 7 came, reference a1b2c3",
            "by name",
            "100 % sure",
            "a turn failed",
        ]
        line = log.lines()[-1]
        assert (line["level"], line["logger"], line["reference"]) == ("info", "bot.test", "a1b2c3")
        assert datetime.fromisoformat(line["timestamp"]).utcoffset() is not None

    def test_errors_are_told_by_class_and_place(self, log: Log) -> None:
        """Of an error and its causes the log tells classes and frames, and never the message."""
        try:
            raise_chain()
        except InvalidToken as error:
            OURS.exception("a turn failed")
            OURS.error("because of %s", error)
            structlog.get_logger("bot.test").exception("a turn failed", error=error)
        assert log.is_clean()
        first, second, third = log.lines()
        for name in ("JSONDecodeError", "ConnectError", "InvalidToken", "raise_chain"):
            assert name in first["trace"]
            assert name in third["trace"]
        assert second["event"] == "because of InvalidToken"

    def test_secret_in_our_own_words(self, log: Log) -> None:
        """A secret is struck also where we wrote it ourselves, whole, in half or in an address."""
        for form in (TOKEN, HALF, f"/bot{TOKEN}/", TOKEN.replace(":", "%3A"), "hunter22"):
            OURS.error("with %s", form)
        OURS.error("with %s", {"nested": [TOKEN]})
        assert log.is_clean()

    def test_lines_for_a_terminal(self) -> None:
        """On a terminal lines are for reading, with the same things struck."""
        log = Log()
        log.isatty = lambda: True  # type: ignore[method-assign]
        configure_logging(log, hidden=(TOKEN,), level=logging.DEBUG)
        try:
            raise_chain()
        except InvalidToken:
            OURS.exception("a turn failed with %s", TOKEN)
        assert log.is_clean()
        assert "a turn failed with" in log.getvalue()
        assert "raise_chain" in log.getvalue()


class TestTheVeryTop:
    def test_uncaught(self, log: Log, capsys: pytest.CaptureFixture[str]) -> None:
        """An error that ends the program, or a thread, is told by the log and not printed."""
        try:
            raise_chain()
        except InvalidToken as error:
            sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=raise_chain)
        thread.start()
        thread.join()
        assert log.is_clean()
        assert [line["event"] for line in log.lines()] == ["the program failed", "a thread failed"]
        assert capsys.readouterr().err == ""

    def test_lost(self, log: Log) -> None:
        """An error in a finalizer, which Python would print, is told by the log."""

        class Finalized:
            def __del__(self) -> None:
                raise_chain()

        Finalized()
        assert log.is_clean()


class TestTraces:
    def test_ring_of_causes(self) -> None:
        """Errors that name each other as context are told once each."""
        first, second = ValueError("a"), KeyError("b")
        first.__context__, second.__context__ = second, first
        assert trace_of(first).split() == ["KeyError", "ValueError"]

    def test_group(self) -> None:
        """Of a group every member is told."""
        group = ExceptionGroup(WORDS, [ValueError(WORDS), ConnectionRefusedError(111, WORDS)])
        assert trace_of(group).split() == [
            "ValueError",
            "ConnectionRefusedError",
            "111",
            "ExceptionGroup",
        ]

    def test_references(self) -> None:
        """A reference is short enough to be read out, and no two are alike."""
        references = {new_reference() for _ in range(100)}
        assert len(references) > 95
        assert all(len(reference) == 6 for reference in references)

    @pytest.mark.parametrize("text", ["12:30", "2026-09-02T11:57:41Z", "id 7000001: fine", ""])
    def test_harmless_text_stays(self, text: str) -> None:
        """What only looks a little like a token is not struck."""
        assert striking(())(text) == text
