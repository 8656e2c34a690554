"""The door to language models: the one module that knows langchain.

Any provider of langchain's by its name: `openai:…`, `anthropic:…`, `ollama:…`. The library takes a
second to import and is imported only where a model is set. It is never traced: what it knows of
tracing services is switched off before it is used.
"""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import SecretStr

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_ANSWER = 1_500
"""Tokens that an answer may take at most: a phone screen of text takes a third of it."""
_NO_KEY = "none"
"""What a server of one's own is sent where no key is set: its client insists on one."""
_EXTRAS = ("openai", "anthropic", "ollama")
_TRACING = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
)


class ModelError(Exception):
    """A model cannot be used or did not answer; the message is one line that a person can act on.

    Raised from its cause, whose own message may quote what was sent.
    """


@dataclass(frozen=True, slots=True)
class Written:
    """What a model answered, and what it took: tokens read and written, zero where untold."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class Model(Protocol):
    """A model that writes one text for an instruction and what it is about."""

    name: str

    async def write(self, instruction: str, about: str) -> Written:
        """Return the model's text; raise ModelError."""
        ...


class ChatModel:
    """A Model over one of langchain's chat models. One request a call, no stream, no retry."""

    def __init__(self, name: str, model: "BaseChatModel") -> None:
        self.name = name
        self._model = model

    async def write(self, instruction: str, about: str) -> Written:
        """Return the model's text; raise ModelError for whatever goes wrong on the way."""
        try:
            answer = await self._model.ainvoke([("system", instruction), ("human", about)])
        except Exception as error:  # each provider's client has errors of its own
            kind = type(error).__name__  # its message may quote what was sent
            raise ModelError(f"the language model {self.name} did not answer ({kind})") from error
        usage = getattr(answer, "usage_metadata", None) or {}
        return Written(
            str(answer.text), usage.get("input_tokens", 0), usage.get("output_tokens", 0)
        )


def chat_model(
    name: str, *, base_url: str | None, api_key: SecretStr | None, seconds: float
) -> ChatModel:
    """Return the model of a name such as `openai:gpt-…`; raise ModelError.

    `base_url` is a server of one's own that speaks the provider's protocol; after `seconds` its
    client gives up.
    """
    _keep_untraced()
    from langchain.chat_models import init_chat_model

    provider = name.partition(":")[0]
    try:
        model = init_chat_model(name, **_arguments(provider, base_url, api_key, seconds))
    except ImportError as error:
        raise ModelError(_missing(provider)) from error
    except Exception as error:
        raise ModelError(f"LLM_MODEL: {name} cannot be used; {_HOW}") from error
    return ChatModel(name, model)


_HOW = "write it like openai:name, anthropic:name or ollama:name, and see that LLM_API_KEY is set"


def _missing(provider: str) -> str:
    if provider in _EXTRAS:
        return f"LLM_MODEL: the package for {provider} is missing; make install EXTRAS={provider}"
    return f"LLM_MODEL: langchain's package for {provider} is missing; install it beside the bot"


def _arguments(
    provider: str, base_url: str | None, api_key: SecretStr | None, seconds: float
) -> dict[str, Any]:
    """Return what a provider's client is made with; each names the same things differently."""
    given: dict[str, Any] = {"base_url": base_url} if base_url else {}
    if provider == "ollama":
        return given | {
            "num_predict": LONGEST_ANSWER,
            "client_kwargs": {"timeout": seconds},
            "disable_streaming": True,
        }
    if api_key or base_url:
        given["api_key"] = api_key.get_secret_value() if api_key else _NO_KEY
    return given | {
        "timeout": seconds,
        "max_retries": 0,
        "max_tokens": LONGEST_ANSWER,
        "disable_streaming": True,
    }


def _keep_untraced() -> None:
    """Switch off what would send prompts to a tracing service, whatever the environment says."""
    for variable in _TRACING:
        os.environ[variable] = "false"
