"""Which Bot API methods the simulator knows, and how a request to one is checked.

aiogram's classes know every parameter and its type, but let a misspelt one pass: so what they
did not recognise, at any depth, is refused here.
"""

import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aiogram import methods
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, ValidationError

from tests.peers.telegram_html import UnreadableMarkupError, plain, utf16_length

METHODS: Mapping[str, type[BaseModel]] = {
    known.__api_method__: known
    for known in (
        methods.AnswerCallbackQuery,
        methods.AnswerInlineQuery,
        methods.DeleteWebhook,
        methods.EditMessageMedia,
        methods.EditMessageReplyMarkup,
        methods.EditMessageText,
        methods.GetFile,
        methods.GetMe,
        methods.GetUpdates,
        methods.GetWebhookInfo,
        methods.SendChatAction,
        methods.SendDocument,
        methods.SendMessage,
        methods.SendPhoto,
        methods.SetMyCommands,
        methods.SetWebhook,
    )
}
_NESTED = frozenset(
    (
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "media",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    )
)
_DOES = frozenset({"callback_data", "switch_inline_query", "url"})
"""What a button of ours does: one of these."""
ANSWER = 200
ENTITIES = 100
COMMANDS = 100
UPLOAD = 50 * 2**20
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PNG = b"\x89PNG\r\n\x1a\n"


class RefusedError(Exception):
    """A request that the Bot API answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


def checked(method: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters as values; raise RefusedError for what Telegram would not take."""
    values: dict[str, Any] = {name: _decoded(name, value) for name, value in fields.items()}
    if method == "editMessageMedia":
        _attach(values)
    try:
        request = METHODS[method].model_validate(values)
    except ValidationError as error:
        raise RefusedError(400, f"Bad Request: {error.errors()[0]['loc']} of {method}") from error
    if unknown := next(_unknown(request, ()), None):
        raise RefusedError(400, f"Bad Request: unknown parameter {unknown} of {method}")
    _check_text(values)
    _check_caption(values)
    _check_entities(values)
    _check_commands(values)
    if utf16_length(str(values.get("text", ""))) > ANSWER and method == "answerCallbackQuery":
        raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
    _check_keyboard(values.get("reply_markup"))
    _check_results(values.get("results") or ())
    if method == "sendPhoto":
        _check_photo(values["photo"])
    if method == "editMessageMedia":
        _check_caption(values["media"])
        _check_photo(values["media"]["media"])
    if method == "sendDocument":
        _check_document(values["document"])
    return values


def _decoded(name: str, value: object) -> object:
    """Undo what a form does to a value: lists and objects travel as JSON inside it."""
    return json.loads(value) if name in _NESTED and isinstance(value, str) else value


def _attach(values: dict[str, Any]) -> None:
    """Put a file in the place that names it as `attach://`; one that nothing names is unknown."""
    name = str(values["media"]["media"]).removeprefix("attach://")
    values["media"] |= {"media": values.pop(name, None)}


def _unknown(value: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (".".join((*path, name)) for name in value.model_extra or ())
        for name in value.model_fields_set:
            yield from _unknown(getattr(value, name), (*path, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _unknown(item, path)


def shown(values: Mapping[str, Any], name: str) -> str:
    """Return a text as the person reads it."""
    text = str(values.get(name) or "")
    if values.get("parse_mode") != "HTML":
        return text
    try:
        return plain(text)
    except UnreadableMarkupError as error:
        raise RefusedError(400, f"Bad Request: can't parse entities: {error}") from error


def _check_text(values: Mapping[str, Any]) -> None:
    if "text" not in values or "callback_query_id" in values:
        return
    length = utf16_length(shown(values, "text").strip())
    if not length:
        raise RefusedError(400, "Bad Request: message text is empty")
    if length > 4096:
        raise RefusedError(400, "Bad Request: message is too long")


def _check_caption(values: Mapping[str, Any]) -> None:
    if utf16_length(shown(values, "caption")) > 1024:
        raise RefusedError(400, "Bad Request: message caption is too long")


def _check_entities(values: Mapping[str, Any]) -> None:
    """Check entities by their place in UTF-16 units, and how many the markup makes.

    Telegram drops those beyond the hundredth without a word: here that is an error.
    """
    for words, entities in (("text", "entities"), ("caption", "caption_entities")):
        length = utf16_length(shown(values, words))
        for entity in values.get(entities) or ():
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            if not 0 <= begin < end <= length:
                raise RefusedError(400, "Bad Request: ENTITY_BOUNDS_INVALID")
        markup = str(values.get(words) or "") if values.get("parse_mode") == "HTML" else ""
        if len(values.get(entities) or ()) + markup.count("</") > ENTITIES:
            raise RefusedError(400, "Bad Request: ENTITIES_TOO_LONG")


def _check_commands(values: Mapping[str, Any]) -> None:
    commands = values.get("commands") or ()
    if len(commands) > COMMANDS:
        raise RefusedError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise RefusedError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise RefusedError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def _check_keyboard(markup: Mapping[str, Any] | None) -> None:
    buttons = [button for row in (markup or {}).get("inline_keyboard", ()) for button in row]
    for button in buttons:
        if not button["text"].strip():
            raise RefusedError(
                400, "Bad Request: can't parse inline keyboard button: text is empty"
            )
        if not _DOES & button.keys():
            raise RefusedError(400, "Bad Request: BUTTON_TYPE_INVALID")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button.get("url", "https://t.me/").startswith("https://t.me/"):
            raise RefusedError(400, "Bad Request: BUTTON_URL_INVALID")


def _check_results(results: Iterable[Mapping[str, Any]]) -> None:
    """Check the cards that answer an inline question, each as the message it would become."""
    for result in results:
        if not 1 <= len(result["id"].encode()) <= 64:
            raise RefusedError(400, "Bad Request: RESULT_ID_INVALID")
        content = result["input_message_content"]
        _check_text({"text": content["message_text"], "parse_mode": content.get("parse_mode")})
        _check_keyboard(result.get("reply_markup"))


def _check_photo(photo: object) -> None:
    if not isinstance(photo, BufferedInputFile) or not photo.data.startswith(_PNG):
        raise RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    width, height = dimensions(photo)
    too_big = width + height > 10_000 or len(photo.data) > 10_000_000
    if too_big or max(width, height) > 20 * min(width, height):
        raise RefusedError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def _check_document(document: object) -> None:
    if not isinstance(document, BufferedInputFile):
        raise RefusedError(400, "Bad Request: wrong remote file identifier specified")
    if not document.data:
        raise RefusedError(400, "Bad Request: file must be non-empty")
    if len(document.data) > UPLOAD:
        raise RefusedError(413, "Request Entity Too Large")


def file_of(document: BufferedInputFile) -> dict[str, Any]:
    """Return how the server tells of a file that it took."""
    known = {"file_id": "d", "file_unique_id": "d", "file_name": document.filename}
    return known | {"file_size": len(document.data)}


def dimensions(photo: BufferedInputFile) -> tuple[int, int]:
    """Return a PNG's width and height from its first chunk."""
    width, height = struct.unpack(">II", photo.data[16:24])
    return int(width), int(height)
