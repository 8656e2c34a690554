"""What is said when something fails."""

from bot.services import Reply


class TokenRefusedError(Exception):
    """Telegram does not know the bot's token: nothing can be received or sent."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot token. Compare TELEGRAM_BOT_TOKEN with what @BotFather "
            "shows, and TELEGRAM_API_URL if it is set."
        )


def apology(reference: str) -> Reply:
    """Return what a person reads when we failed them."""
    text = (
        f"Something went wrong here, not with your message. Reference: {reference}. "
        "Please try again in a moment."
    )
    return Reply(text=text, html=text)
