"""A small, strict Telegram Bot API: what the bot talks to in tests, benchmarks and crash runs.

It runs in a process of its own (`python -m tests.peers.bot_api --token …` prints its address), so
that its record of what it accepted outlives a bot that is killed. Under `/_control/` a test plays
the people: it writes, presses, sets faults and reads the record.
"""

import asyncio
import contextlib
import json
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import typer
import uvicorn
from aiogram.types import BufferedInputFile
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.peers.bot_api_faults import DroppedError, Fault, Spoilt
from tests.peers.bot_api_methods import RefusedError
from tests.peers.bot_api_state import BotApi
from tests.peers.chat_page import page


class BrokenOff(Response):
    """An answer that ends before it is whole, upon which the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head and nothing of the body."""
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _fields(request: Request) -> dict[str, Any]:
    """Return a request's parameters: Telegram takes them as query, JSON, form or multipart."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**request.query_params, **await request.json()}
    fields: dict[str, Any] = dict(request.query_params)
    async with request.form() as form:
        for name, value in form.items():
            fields[name] = await _file(value) if isinstance(value, UploadFile) else value
    return fields


async def _file(upload: UploadFile) -> BufferedInputFile:
    return BufferedInputFile(await upload.read(), upload.filename or "file")


def application(api: BotApi) -> Starlette:
    """Return the server: the Bot API itself and the control of a test."""

    async def bot(request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            result = await api.answer(token, method, await _fields(request))
        except RefusedError as error:
            api.refused.append({"method": method, "code": error.code, "why": error.description})
            return JSONResponse(error.answer(), status_code=error.code)
        except DroppedError:
            return BrokenOff()
        match result:
            case Spoilt.BROKEN_OFF:
                return BrokenOff()
            case Spoilt.MALFORMED:
                return Response('{"ok": true, "result', media_type="application/json")
            case _:
                return _json({"ok": True, "result": result})

    async def file(request: Request) -> Response:
        content = api.files.get(request.path_params["file_id"])
        return Response(status_code=404) if content is None else Response(content)

    routes = [
        Route("/bot{token}/{method}", bot, methods=["GET", "POST"]),
        Route("/file/bot{token}/documents/{file_id}", file),
        *_control(api),
    ]
    return Starlette(routes=[*routes, *page(api)])


def _json(body: Any) -> Response:
    """Return JSON as it is: a mutated update may hold NaN, which JSONResponse refuses."""
    return Response(json.dumps(body), media_type="application/json")


def _control(api: BotApi) -> list[Route]:
    async def message(request: Request) -> Response:
        return _json(await api.say(**await request.json()))

    async def press(request: Request) -> Response:
        return _json(await api.press(**await request.json()))

    async def update(request: Request) -> Response:
        return _json(await api.push(json.loads(await request.body()), numbered=False))

    async def fault(request: Request) -> Response:
        api.faults.append(Fault(**await request.json()))
        return _json(None)

    async def forget(_: Request) -> Response:
        api.forget()
        return _json(None)

    async def calls(request: Request) -> Response:
        query = request.query_params
        since, count = int(query.get("since", 0)), int(query.get("count", 0))
        limit, within = int(query.get("limit", sys.maxsize)), float(query.get("within", 0))
        return _json(await api.recorded(query.get("method"), since, count, within, limit))

    async def state(_: Request) -> Response:
        by_method = Counter(call["method"] for call in api.calls)
        return _json(
            {
                "pending": len(api.pending),
                "calls": by_method,
                "refused": api.refused,
                "deliveries": [attempt["outcome"] for attempt in api.webhook.attempts],
            }
        )

    posts: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "message": message,
        "press": press,
        "update": update,
        "fault": fault,
        "forget": forget,
    }
    gets = {"calls": calls, "state": state}
    return [
        *(Route(f"/_control/{name}", do, methods=["POST"]) for name, do in posts.items()),
        *(Route(f"/_control/{name}", do, methods=["GET"]) for name, do in gets.items()),
    ]


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Return a listening socket: its address is known, and reachable, before the server runs.

    asyncio switches Nagle's delay off only for a socket whose protocol is named.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.listen()
    return bound


def _server(api: BotApi) -> uvicorn.Server:
    config = uvicorn.Config(
        application(api), log_level="critical", access_log=False, timeout_graceful_shutdown=1
    )
    return uvicorn.Server(config)


@contextlib.asynccontextmanager
async def serving(api: BotApi) -> AsyncIterator[str]:
    """Serve within the running loop and yield the address."""
    with listening() as bound:
        server = _server(api)
        running = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            api.webhook.take_down()
            await api.hang_up()
            await running


def main(token: str, port: int = 0) -> None:
    """Serve in this process until a signal, after printing the address."""
    with listening(port=port) as bound:
        sys.stdout.write(f"http://127.0.0.1:{bound.getsockname()[1]}\n")
        sys.stdout.flush()
        _server(BotApi(token)).run(sockets=[bound])


if __name__ == "__main__":
    typer.run(main)
