"""The Telegram door: it receives, translates and sends, and knows nothing of money."""

from bot.transports.telegram.door import run_bot, run_sender
from bot.transports.telegram.failures import DoorError, TokenRefusedError

__all__ = ["DoorError", "TokenRefusedError", "run_bot", "run_sender"]
