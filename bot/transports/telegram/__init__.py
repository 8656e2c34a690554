"""The Telegram door: it receives, translates and sends, and knows nothing of money."""

from bot.transports.telegram.door import run_bot
from bot.transports.telegram.failures import TokenRefusedError

__all__ = ["TokenRefusedError", "run_bot"]
