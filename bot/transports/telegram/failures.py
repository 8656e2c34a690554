"""What is said and logged when something fails: never a token, never a person's words."""

import secrets
import traceback

from bot.services import Reply


class TokenRefusedError(Exception):
    """Telegram does not know the bot's token: nothing can be received or sent."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot token. Compare TELEGRAM_BOT_TOKEN with what @BotFather "
            "shows, and TELEGRAM_API_URL if it is set."
        )


def new_reference() -> str:
    """Return a short mark under which a person and the log speak of the same failure."""
    return secrets.token_hex(3)


def apology(reference: str) -> Reply:
    """Return what a person reads when we failed them."""
    text = (
        f"Something went wrong here, not with your message. Reference: {reference}. "
        "Please try again in a moment."
    )
    return Reply(text=text, html=text)


def trace_of(error: BaseException) -> str:
    """Return where an error came from, by frames and class names.

    Its message stays out: a parser quotes the text it failed on, a client the address it
    called, and the address of the Bot API holds the token.
    """
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = trace_of(cause) if cause else ""
    return (
        f"{before}{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}\n"
    )
