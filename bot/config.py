"""Settings: environment variables or a `.env` file, read here and nowhere else."""

import re
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MODEL = re.compile(r"[a-z][a-z0-9_]*:\S+")
_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite",
}


class ConfigurationError(Exception):
    """A setting cannot be used; the message names it in one line and never shows its value."""


def _user_data_dir() -> Path:
    return platformdirs.user_data_path("evenkeel", appauthor=False)


def _default_database(values: dict[str, Any]) -> SecretStr:
    """Return the database file in the data directory, if that could be read."""
    directory = values.get("data_dir", _user_data_dir())
    return SecretStr(f"sqlite:///{directory / 'evenkeel.db'}")


class ModelSettings(BaseSettings):
    """The language model's settings, which a single question reads without the others."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # a .env file is often shared with other programs
        frozen=True,
        hide_input_in_errors=True,
    )

    llm_model: str | None = None
    """A provider and a model of langchain's: `openai:…`; None leaves every reply as it is."""
    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_persona: Path | None = None
    """A text file that sets the tone."""
    llm_seconds: float = Field(default=4.0, gt=0, le=60)
    llm_daily: int = Field(default=100, ge=0)
    """So many replies a chat may have reworded in a day."""

    @classmethod
    def read(cls) -> Self:
        """Return the settings; raise ConfigurationError for the first that cannot be used."""
        try:
            return cls()
        except ValidationError as error:
            raise ConfigurationError(_first_problem(error)) from None
        except (OSError, UnicodeDecodeError):
            raise ConfigurationError(".env cannot be read: it must be a UTF-8 text file") from None

    @field_validator("llm_base_url")
    @classmethod
    def _is_a_servers_address(cls, url: str | None) -> str | None:
        if url is not None and not _names_a_host(url, schemes=("http", "https")):
            raise ValueError("write it like http://127.0.0.1:8000/v1")
        return url and url.strip().rstrip("/")

    @field_validator("llm_persona")
    @classmethod
    def _can_be_read(cls, file: Path | None) -> Path | None:
        if file is not None and not file.expanduser().is_file():
            raise ValueError("there is no such file")
        return file and file.expanduser()

    @field_validator("llm_model")
    @classmethod
    def _names_a_provider(cls, name: str | None) -> str | None:
        if name is not None and not _MODEL.fullmatch(name.strip()):
            raise ValueError("write it like openai:name, anthropic:name or ollama:name")
        return name and name.strip()


class MarketSettings(ModelSettings):
    """Where the market is read, whether, and with which keys."""

    live_market: bool = True
    """Whether the bot reads the market every hour."""
    defillama_yields_url: str = "https://yields.llama.fi"
    defillama_coins_url: str = "https://coins.llama.fi"
    defillama_api_url: str = "https://api.llama.fi"
    defillama_stablecoins_url: str = "https://stablecoins.llama.fi"
    coingecko_url: str = "https://api.coingecko.com/api/v3"
    coingecko_api_key: SecretStr | None = None
    lido_url: str = "https://eth-api.lido.fi"
    ecb_url: str = "https://www.ecb.europa.eu"
    token_metrics_url: str = "https://api.tokenmetrics.com/v2"  # noqa: S105 - an address
    token_metrics_api_key: SecretStr | None = None
    token_metrics_indices: dict[str, int] = Field(default_factory=dict)
    """The provider's number of each of our indices; none is known to be one of theirs."""

    @field_validator(
        "defillama_yields_url",
        "defillama_coins_url",
        "defillama_api_url",
        "defillama_stablecoins_url",
        "coingecko_url",
        "lido_url",
        "ecb_url",
        "token_metrics_url",
    )
    @classmethod
    def _is_a_providers_address(cls, url: str) -> str:
        if not _names_a_host(url, schemes=("http", "https")):
            raise ValueError("write it like https://api.example.org")
        return url.strip().rstrip("/")


class Settings(MarketSettings):
    """What can be set from outside; an empty variable counts as not set."""

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    data_dir: Path = Field(default_factory=_user_data_dir, validation_alias="EVENKEEL_DATA_DIR")
    database_url: SecretStr = Field(default_factory=_default_database)
    """With the driver the bot uses; secret, because a password stands in it."""
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(default=None, ge=1, le=65535)
    send_rate: float = Field(default=30, gt=0, le=1000)
    paid_broadcasts: bool = False
    late_after_minutes: int = Field(default=10, ge=1, le=1440)
    worker_stalled_seconds: float = Field(default=8, ge=2, le=600)
    """After so long without a sign of life a worker's jobs are given to others."""
    retention_days: int = Field(default=90, ge=1, le=3650)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never stand in a log."""
        keys = (
            self.telegram_bot_token,
            self.webhook_secret,
            self.coingecko_api_key,
            self.token_metrics_api_key,
            self.llm_api_key,
        )
        password = urlsplit(self.database_url.get_secret_value()).password
        return tuple(
            secret
            for secret in (
                *(key.get_secret_value() for key in keys if key),
                password,
                unquote(password) if password else None,
            )
            if secret
        )

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        words = token.get_secret_value().strip()
        if not _TOKEN.fullmatch(words):
            raise ValueError("not a bot token: @BotFather shows digits, a colon and letters")
        return SecretStr(words)

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not _names_a_host(url, schemes=("http", "https")):
            raise ValueError("write it like https://api.example.org")
        return url.strip().rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _is_a_web_address(cls, url: str | None) -> str | None:
        if url is not None and not _names_a_host(url, schemes=("http", "https")):
            raise ValueError("write it like https://bot.example.com/updates")
        return url and url.strip()

    @field_validator("webhook_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("up to 256 of the characters A-Z a-z 0-9 _ -, as Telegram wants it")
        return secret

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("set a long random one, because WEBHOOK_URL is set")
        return self

    @field_validator("data_dir")
    @classmethod
    def _without_tilde(cls, directory: Path) -> Path:
        return directory.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _with_our_driver(cls, url: SecretStr) -> SecretStr:
        """Accept what hosts and people write: postgres://, postgresql://, sqlite:///file."""
        scheme, separator, rest = url.get_secret_value().strip().partition("://")
        driver = _DRIVERS.get(scheme.partition("+")[0])
        if not separator or driver is None:
            raise ValueError("write postgresql://user:password@host/name or sqlite:///file")
        if driver.startswith("sqlite"):
            if not re.match(r"/[^?]", rest) or ":memory:" in rest:
                raise ValueError("write sqlite:///file, because memory is not kept")
        elif not _names_a_host(f"{scheme}://{rest}", schemes=(scheme,)):
            raise ValueError(
                "write postgresql://user:password@host/name, special characters as %40"
            )
        return SecretStr(f"{driver}://{rest}")


def _names_a_host(url: str, *, schemes: tuple[str, ...]) -> bool:
    """Tell whether an address has one of the schemes, and a host and port that can be read."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return False
    has_host = bool(parts.hostname or "host=" in parts.query)
    return parts.scheme in schemes and has_host and port != 0


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_input=False, include_url=False)[0]
    name = str((problem["loc"] or ("WEBHOOK_SECRET",))[0]).upper()
    return f"{name}: {problem['msg'].removeprefix('Value error, ')}"
