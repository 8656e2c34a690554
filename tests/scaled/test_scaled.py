"""The short form; `make broadcast` sends to ten thousand."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.db.migrating import upgrade
from tests.crash.runs import TOKEN
from tests.peers.bot_api_client import People, simulated_telegram
from tests.scaled.runs import (
    SECRET,
    Scaled,
    assert_each_got_it,
    broadcast,
    free_port,
    going,
    relieved,
    subscribe,
)

RUN = ("bot.cli", "run")
WEB, WORKER = (*RUN, "--role", "web"), (*RUN, "--role", "worker")


@pytest.fixture(scope="module")
def telegram() -> Iterator[People]:
    with simulated_telegram(TOKEN) as people:
        yield people


@pytest.fixture
def people(telegram: People) -> People:
    telegram.forget()
    return telegram


def test_killed_in_a_broadcast(people: People, tmp_path: Path) -> None:
    """Killed at random moments, one process loses nobody's summary and doubles what flew."""
    url = f"sqlite:///{tmp_path / 'evenkeel.db'}"
    upgrade(url)
    subscribe(url, 120)
    got = broadcast(people, Scaled(people, tmp_path, url), 120, 2, *RUN)
    assert_each_got_it(got, 120, kills=2)


def test_worker_killed_for_good(people: People, tmp_path: Path, postgres_url: str) -> None:
    """Of two workers one is killed for good, and the other sends the rest."""
    subscribe(postgres_url, 200)
    one, two = (Scaled(people, tmp_path / name, postgres_url) for name in ("one", "two"))
    assert_each_got_it(relieved(people, one, two, 200, *WORKER).got, 200, kills=1)


def test_two_receive(people: People, tmp_path: Path, postgres_url: str) -> None:
    """Two replicas answer one chat in order, once; what a dead one had is answered by the other.

    One of them has set the webhook.
    """
    ports = [free_port(), free_port()]
    webs = [
        Scaled(
            people,
            tmp_path / str(port),
            postgres_url,
            WEBHOOK_SECRET=SECRET,
            HTTP_PORT=str(port),
            WEBHOOK_URL=f"http://127.0.0.1:{ports[0]}/updates",
        )
        for port in ports
    ]
    first = webs[0].start(*WEB)
    with going(first), webs[1].running(*WEB):
        for port in ports:
            wait_for(port)
        assert len(people.calls("setWebhook")) == 1
        topics = ("staking", "slashing", "lending", "validator")
        for number, topic in enumerate(topics):
            for port in (ports[number % 2], ports[1 - number % 2]):  # delivered twice
                deliver(port, update(number + 1, f"what is {topic}?"))
        assert answered(people, len(topics)) == list(topics)
        first.send_signal(signal.SIGKILL)
        deliver(ports[1], update(50, "what is slashing?"))
        assert answered(people, len(topics) + 1) == [*topics, "slashing"]


def answered(people: People, count: int) -> list[str]:
    """Return the headlines of the answers, however they came, once there are so many."""
    deadline = time.monotonic() + 60
    while True:
        calls = [c for c in people.calls() if c["method"] in {"sendMessage", "editMessageText"}]
        said = [str(c["values"]["text"]).split("\n")[0].casefold() for c in calls]
        told = [words.replace("<b>", "").replace("</b>", "") for words in said]
        found = [words for words in told if not words.startswith("simulating")]
        if len(found) >= count or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def update(number: int, text: str) -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    message = {
        "message_id": number,
        "date": int(time.time()),
        "text": text,
        "chat": {"id": 7, "type": "private"},
        "from": person,
    }
    return {"update_id": number, "message": message}


def deliver(port: int, body: dict[str, Any]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    answer = httpx.post(f"http://127.0.0.1:{port}/updates", json=body, headers=headers, timeout=20)
    assert answer.status_code == 200


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("not ready")
