"""Settings from outside, and how a broken one is told."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import ConfigurationError, Settings

TOKEN = "7000001:" + "x" * 35
NAMES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    "EVENKEEL_DATA_DIR",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "HTTP_HOST",
    "HTTP_PORT",
    "LATE_AFTER_MINUTES",
    "RETENTION_DAYS",
    "WORKER_STALLED_SECONDS",
    "LIVE_MARKET",
    "DEFILLAMA_YIELDS_URL",
    "COINGECKO_API_KEY",
    "TOKEN_METRICS_API_KEY",
    "TOKEN_METRICS_INDICES",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A test starts with an empty environment, in a directory without a .env file."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.chdir(tmp_path)


def refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        Settings.read()
    assert caught.value.__suppress_context__, "a traceback would show the value"
    return str(caught.value)


def test_nothing_set_works(tmp_path: Path) -> None:
    """Without any setting there is no token, and a database in the user's data directory."""
    settings = Settings.read()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.data_dir.is_relative_to(tmp_path / "share")
    url = settings.database_url.get_secret_value()
    assert url == f"sqlite:///{settings.data_dir / 'evenkeel.db'}"


@pytest.mark.parametrize("name", NAMES)
def test_empty_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that a compose file passes on empty counts as not set."""
    nothing_set = Settings.read()
    monkeypatch.setenv(name, "")
    assert Settings.read() == nothing_set


def test_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .env file is read, the environment goes before it, and what else is in it is let be."""
    lines = [f"TELEGRAM_BOT_TOKEN={TOKEN}", "TELEGRAM_API_URL=http://file", "OTHER=1"]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("TELEGRAM_API_URL", "http://environment")
    settings = Settings.read()
    assert settings.telegram_bot_token == SecretStr(TOKEN)
    assert settings.telegram_api_url == "http://environment"


def test_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The default database lies in the data directory that is set, written with ~ or not."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EVENKEEL_DATA_DIR", "~/kept")
    settings = Settings.read()
    assert settings.data_dir == tmp_path / "kept"
    assert str(tmp_path / "kept" / "evenkeel.db") in settings.database_url.get_secret_value()


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("postgres://me:pw@host/name", "postgresql+psycopg://me:pw@host/name"),
        ("postgresql://me:pw@host:5432/name", "postgresql+psycopg://me:pw@host:5432/name"),
        ("postgresql+asyncpg://me@host/name", "postgresql+psycopg://me@host/name"),
        ("postgresql:///name?host=/run/pg", "postgresql+psycopg:///name?host=/run/pg"),
        ("postgres://h/n?sslmode=require", "postgresql+psycopg://h/n?sslmode=require"),
        ("sqlite:///kept.db", "sqlite:///kept.db"),
        (" sqlite:////data/kept.db\n", "sqlite:////data/kept.db"),
    ],
)
def test_database_urls(written: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hosts hand out and people write is understood; the driver is ours to choose."""
    monkeypatch.setenv("DATABASE_URL", written)
    assert Settings.read().database_url.get_secret_value() == used


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hunter22@host/name",
        "hunter22",
        "postgresql://me:hunter22@host:port/name",
        "postgresql://me:hunter22#@host/name",
        "postgresql://",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://hunter22.db",
    ],
)
def test_broken_database_url(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that cannot be meant is told in one line that never shows it."""
    message = refused("DATABASE_URL", url, monkeypatch)
    assert message.startswith("DATABASE_URL: write ")
    assert "\n" not in message
    assert "hunter22" not in message


@pytest.mark.parametrize("token", ["hunter22", "123:", ":abc", f"bot{TOKEN}", f"{TOKEN}/x"])
def test_broken_token(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that cannot be one is told where it came from, without it."""
    message = refused("TELEGRAM_BOT_TOKEN", token, monkeypatch)
    assert message == (
        "TELEGRAM_BOT_TOKEN: not a bot token: @BotFather shows digits, a colon and letters"
    )


@pytest.mark.parametrize("url", ["api.telegram.org", "ftp://host", "http://", "http://h:x"])
def test_broken_address(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of the Bot API is a web address."""
    assert refused("TELEGRAM_API_URL", url, monkeypatch).startswith("TELEGRAM_API_URL: write it")


def test_spaces_and_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """What slips in when a value is pasted does no harm."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f" {TOKEN}\n")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/ ")
    settings = Settings.read()
    assert settings.telegram_bot_token == SecretStr(TOKEN)
    assert settings.telegram_api_url == "http://127.0.0.1:8081"


def test_unreadable_env_file(tmp_path: Path) -> None:
    """A .env file that is not text is told so."""
    (tmp_path / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe")
    with pytest.raises(ConfigurationError, match=r"^\.env cannot be read"):
        Settings.read()


def test_nothing_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings can be printed; what a log must strike is the token and the password."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss-word@host/name")
    settings = Settings.read()
    assert "xxx" not in f"{settings!r} {settings}"
    assert "ss-word" not in f"{settings!r} {settings}"
    assert settings.secrets == (TOKEN, "p%40ss-word", "p@ss-word")


def test_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with its secret is a webhook; the secret is never shown, and struck from logs."""
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.com/updates")
    monkeypatch.setenv("WEBHOOK_SECRET", "a-long-random-one")
    monkeypatch.setenv("HTTP_PORT", "8443")
    settings = Settings.read()
    assert settings.webhook_url == "https://bot.example.com/updates"
    assert settings.http_port == 8443
    assert "a-long-random-one" in settings.secrets
    assert "a-long-random-one" not in repr(settings)


def test_webhook_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a secret anybody could write in Telegram's name: it is asked for by its name."""
    message = refused("WEBHOOK_URL", "https://bot.example.com/updates", monkeypatch)
    assert message.startswith("WEBHOOK_SECRET: set a long random one")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_URL", "bot.example.com"),
        ("WEBHOOK_SECRET", "with spaces"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("HTTP_PORT", "0"),
        ("HTTP_PORT", "http"),
        ("LATE_AFTER_MINUTES", "0"),
        ("RETENTION_DAYS", "0"),
    ],
)
def test_broken_way_in(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting of the web server that cannot be meant is told by its name."""
    assert refused(name, value, monkeypatch).startswith(f"{name}: ")
