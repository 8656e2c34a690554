"""What is said when something fails."""

from dataclasses import replace

from bot.services import Reply

LATE = "Sorry for the wait: this answer comes late."
"""Said before an answer to what waited long."""


class DoorError(Exception):
    """The bot cannot be connected; the message says in a line what to do about it."""


class TokenRefusedError(DoorError):
    """Telegram does not know the bot's token: nothing can be received or sent."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot token. Compare TELEGRAM_BOT_TOKEN with what @BotFather "
            "shows, and TELEGRAM_API_URL if it is set."
        )


class WebhookRefusedError(DoorError):
    """Telegram does not take the webhook's address."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Telegram refuses WEBHOOK_URL ({reason}). It wants an https address on port 443, 80, "
            "88 or 8443 that it can reach. Without WEBHOOK_URL updates are polled for."
        )


class CannotListenError(DoorError):
    """Our own server cannot listen where it is told to."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Cannot listen on {host} port {port}: set HTTP_HOST to an address of this machine "
            "and HTTP_PORT to a port that is free."
        )


def apology(reference: str) -> Reply:
    """Return what a person reads when we failed them."""
    text = (
        f"Something went wrong here, not with your message. Reference: {reference}. "
        "Please try again in a moment."
    )
    return Reply(text=text, html=text)


def belated(reply: Reply) -> Reply:
    """Return a reply with a word of apology before it, once."""
    if reply.text.startswith(LATE):
        return reply
    return replace(reply, text=f"{LATE}\n\n{reply.text}", html=f"{LATE}\n\n{reply.html}")
