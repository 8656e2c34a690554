"""A plain page on which a person talks to the bot as on Telegram: text, buttons, pictures."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.peers.bot_api_state import BotApi
from tests.peers.telegram_html import bare

PAGE = Path(__file__).with_name("chat_page.html")
WAIT = 25


def page(api: BotApi) -> list[Route]:
    """Return the page, what happens in its chat, and the pictures."""

    async def show(_: Request) -> Response:
        return HTMLResponse(PAGE.read_text(encoding="utf-8"))

    async def events(request: Request) -> Response:
        chat = int(request.query_params["chat_id"])
        since = int(request.query_params.get("since", 0))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT), api.changed:
                await api.changed.wait_for(lambda: bool(_events(api, chat, since)))
        return JSONResponse(_events(api, chat, since))

    async def photo(request: Request) -> Response:
        png = api.photos.get(request.path_params["number"])
        return Response(png, media_type="image/png") if png else Response(status_code=404)

    return [
        Route("/", show),
        Route("/_control/events", events),
        Route("/_control/photo/{number:int}", photo),
    ]


def _events(api: BotApi, chat: int, since: int) -> list[dict[str, Any]]:
    """Return what happened in a chat after an event; the page asks for what it has not seen."""
    return [
        event | {"markup": _markup(event)}
        for event in api.events
        if event["number"] > since and event["message"]["chat"]["id"] == chat
    ]


def _markup(event: dict[str, Any]) -> str:
    """Return the words of an event as markup that is safe to show."""
    message = event["message"]
    if event["kind"] == "said" or not event["markup"]:
        words = str(message.get("text") or message.get("caption") or "")
        return bare(words.replace("&", "&amp;").replace("<", "&lt;"))
    return bare(event["markup"])
