"""What the doctor says of the way in."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.doctor import examine
from tests.peers.bot_api_state import BotApi
from tests.telegram.conftest import TOKEN

URL = "https://bot.example.com/hidden-path"


async def told(
    info: dict[str, Any],
    address: str,
    api: BotApi,
    monkeypatch: pytest.MonkeyPatch,
    webhook_url: str = "",
) -> tuple[int, str]:
    """Return the exit code and what was said, where Telegram tells this of the webhook."""
    done = api._done

    async def answered(method: str, values: dict[str, Any]) -> Any:
        return info if method == "getWebhookInfo" else await done(method, values)

    monkeypatch.setattr(api, "_done", answered)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", address)
    monkeypatch.setenv("WEBHOOK_URL", webhook_url)
    monkeypatch.setenv("WEBHOOK_SECRET", "a-secret")
    lines: list[str] = []
    code = await examine(Settings.read(), lines.append)
    return code, "\n".join(lines)


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENKEEL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LIVE_MARKET", "false")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("info", "webhook_url", "code", "words"),
    [
        (
            {"url": "", "pending_update_count": 3},
            "",
            0,
            "3 updates wait; no webhook is set: polling",
        ),
        ({"url": ""}, URL, 0, "no webhook is set: a webhook is to be set at the start"),
        ({"url": URL}, "", 0, "a webhook is set at bot.example.com, and `run` takes it down"),
        ({"url": URL}, URL, 0, "the webhook is set at bot.example.com"),
        ({"url": "https://other.example.com/"}, URL, 1, "Another program uses this token"),
        (
            {"url": URL, "last_error_date": 1, "pending_update_count": 2},
            URL,
            1,
            "deliveries to bot.example.com fail",
        ),
    ],
)
async def test_way_in(
    info: dict[str, Any],
    webhook_url: str,
    code: int,
    words: str,
    address: str,
    api: BotApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says how updates come in, and fails where somebody else's webhook takes them."""
    found, said = await told(info, address, api, monkeypatch, webhook_url)
    assert words in said
    assert found == code, said
    assert "hidden-path" not in said
    assert TOKEN not in said
