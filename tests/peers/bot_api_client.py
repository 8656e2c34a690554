"""Starts the simulated Bot API in a process of its own and plays the people."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]


class People:
    """Writes and presses as people do, and reads what the bot sent them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = httpx.Client(base_url=f"{address}/_control", timeout=90)

    def say(self, chat_id: int, text: str) -> int:
        """Write a text; returns the update's id."""
        return int(self._post("message", {"chat_id": chat_id, "text": text}))

    def press(self, chat_id: int, data: str) -> int:
        """Press a button; returns the update's id."""
        return int(self._post("press", {"chat_id": chat_id, "data": data}))

    def push(self, update: Any) -> None:
        """Deliver an update just as it is."""
        self._post("update", update)

    def fault(self, **fault: Any) -> None:
        """Let something go wrong; see `Fault`."""
        self._post("fault", fault)

    def forget(self) -> None:
        """Let the simulator be as new."""
        self._post("forget", None)

    def calls(
        self,
        method: str | None = None,
        *,
        since: int = 0,
        count: int = 0,
        within: float = 30,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """Return what was accepted from a number on, once there are so many or the time is up.

        At most `limit` of it, the oldest first.
        """
        query: dict[str, Any] = {"since": since, "count": count, "within": within}
        query |= ({"method": method} if method else {}) | ({"limit": limit} if limit else {})
        response = self._http.get("/calls", params=query)
        return list(response.json())

    def state(self) -> dict[str, Any]:
        """Return the updates not yet confirmed, the calls by method, and what was refused."""
        return dict(self._http.get("/state").json())

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _post(self, what: str, body: Any) -> Any:
        response = self._http.post(f"/{what}", content=json.dumps(body))
        return response.raise_for_status().json()


@contextlib.contextmanager
def simulated_telegram(token: str, port: int = 0) -> Iterator[People]:
    """Run the simulator for one bot and yield the people who write to it."""
    command = [sys.executable, "-m", "tests.peers.bot_api", token, "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        people = People(process.stdout.readline().strip())
        try:
            yield people
        finally:
            people.close()
            process.terminate()
