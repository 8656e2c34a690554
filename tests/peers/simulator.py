"""Talk to the bot as on Telegram, without a token: the simulator, the bot against it, a page.

    make simulator            or: python -m tests.peers.simulator --port 8088

Ctrl-C ends all of it. What the bot keeps goes with it, unless EVENKEEL_DATA_DIR says where.
"""

import os
import subprocess
import sys
import tempfile

import typer

from tests.peers.bot_api_client import simulated_telegram

TOKEN = "7000005:a-token-for-the-simulator-only"  # noqa: S105  it opens the simulator only


def main(port: int = 8088) -> None:
    """Serve a chat page on the loopback until Ctrl-C."""
    with simulated_telegram(TOKEN, port) as people, tempfile.TemporaryDirectory() as directory:
        typer.echo(f"Talk to the bot at {people.address}/ (Ctrl-C ends it)")
        environment = {"EVENKEEL_DATA_DIR": directory} | os.environ
        environment |= {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": people.address}
        environment.pop("WEBHOOK_URL", None)
        bot = subprocess.Popen([sys.executable, "-m", "bot.cli", "run"], env=environment)
        try:
            raise typer.Exit(bot.wait())
        except KeyboardInterrupt:
            bot.wait()


if __name__ == "__main__":
    typer.run(main)
