"""Providers of market data on loopback: they answer in the documented shapes, or misbehave."""

import asyncio
import contextlib
import gzip
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What comes back; `cut` short, after a `pause`, with seconds of `drip` between its bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    pause: float = 0
    drip: float = 0


def as_json(value: Any, **more: Any) -> Answer:
    return Answer(json.dumps(value).encode(), **more)


def packed(value: Any) -> Answer:
    return Answer(gzip.compress(json.dumps(value).encode()), headers={"content-encoding": "gzip"})


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    path: str
    query: str
    headers: Mapping[str, str]


class MarketPeer:
    """Answers by path: what was queued for it first, then what it always answers."""

    def __init__(self) -> None:
        self.url = ""
        self.always: dict[str, Answer] = {}
        self.queued: dict[str, list[Answer]] = defaultdict(list)
        self.asked: list[Asked] = []
        self.etags: dict[str, str] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(await self._request(reader), writer)
        finally:
            self.tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _request(self, reader: asyncio.StreamReader) -> Asked:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        path, _, query = first.split(" ")[1].partition("?")
        pairs = (line.split(": ", 1) for line in lines if ": " in line)
        asked = Asked(path, query, {name.lower(): value for name, value in pairs})
        self.asked.append(asked)
        return asked

    def _chosen(self, asked: Asked) -> Answer:
        if self.queued[asked.path]:
            return self.queued[asked.path].pop(0)
        answer = self.always.get(asked.path, Answer(b'{"message": "not here"}', 404))
        etag = self.etags.get(asked.path)
        if etag and asked.headers.get("if-none-match") == etag:
            return Answer(status=304)
        return answer if etag is None else Answer(answer.body, headers={"etag": etag})

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        answer = self._chosen(asked)
        await asyncio.sleep(answer.pause)
        headers = {"content-length": str(len(answer.body)), "connection": "close", **answer.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {answer.status} x\r\n{head}\r\n".encode())
        body = answer.body[: len(answer.body) // 2] if answer.cut else answer.body
        if answer.drip:
            for at in range(len(body)):
                writer.write(body[at : at + 1])
                await writer.drain()
                await asyncio.sleep(answer.drip)
        else:
            writer.write(body)
        await writer.drain()


@contextlib.asynccontextmanager
async def market_peer() -> AsyncIterator[MarketPeer]:
    peer = MarketPeer()
    server = await asyncio.start_server(peer.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    peer.url = f"http://127.0.0.1:{port}"
    try:
        yield peer
    finally:
        server.close()
        for task in list(peer.tasks):
            task.cancel()
        await asyncio.gather(*peer.tasks, return_exceptions=True)
        await asyncio.sleep(0)
