"""Real HTTP through langchain's client to a server of ours that behaves well and badly."""

import asyncio
import json
import os
import re
import subprocess
import sys

import pytest
from langchain_core.language_models.fake_chat_models import (
    FakeListChatModel,
    GenericFakeChatModel,
)
from langchain_core.messages import AIMessage
from pydantic import SecretStr

from bot import doctor
from bot.config import Settings
from bot.memory import InMemoryBudget
from bot.models import ChatModel, ModelError, chat_model
from bot.phrasing import Phrasing
from bot.prompts import prompts
from core.nlg.binding import bind
from tests.peers.chat_completions import (
    SLOW_SECONDS,
    Manner,
    Server,
    cut_off,
    fails,
    garbage,
    says,
    serving,
    slow,
)
from tests.phrasing.fakes import DAY, draft_for, reworded

KEY = "sk-a-key-that-nobody-may-read"


def phrasing_at(server: Server, seconds: float = 4) -> Phrasing:
    model = chat_model("openai:loop", base_url=server.url, api_key=SecretStr(KEY), seconds=seconds)
    return Phrasing(model, prompts(), InMemoryBudget(100), seconds)


async def test_a_server_that_answers_well() -> None:
    """One request, no stream, the key in its header alone, and the text goes out."""
    with serving(says(reworded)) as server:
        phrased = await phrasing_at(server)(draft_for(), "1", DAY)
    assert phrased.author == "openai:loop, answer 1"
    assert phrased.draft.template == reworded(draft_for().template)
    (asked,) = server.asked
    assert asked["path"] == "/v1/chat/completions"
    assert not asked.get("stream")
    assert KEY not in json.dumps(asked)


@pytest.mark.parametrize(
    "manner",
    [says(lambda text: f"{text} Buy now."), fails(429), fails(500), garbage, cut_off],
    ids=["badly", "429", "500", "garbage", "cut off"],
)
async def test_a_server_that_does_not(manner: Manner) -> None:
    """Whatever it does, the draft's own words go out, and it is asked once."""
    draft = draft_for()
    with serving(manner) as server:
        phrased = await phrasing_at(server)(draft, "1", DAY)
    assert (phrased.draft, phrased.author) == (draft, "")
    assert len(server.asked) == 1


async def test_a_slow_server_is_not_waited_for() -> None:
    """When the deadline passes the draft's own words go out, however long the server takes."""
    draft, loop = draft_for(), asyncio.get_running_loop()
    with serving(slow) as server:
        phrase = phrasing_at(server, seconds=0.15)
        started = loop.time()
        assert (await phrase(draft, "1", DAY)).author == ""
        took = loop.time() - started
    assert took < SLOW_SECONDS


async def test_a_server_that_is_not_there() -> None:
    """An address where nothing listens is a failure like any other."""
    with serving(garbage) as server:
        pass
    draft = draft_for()
    assert (await phrasing_at(server)(draft, "1", DAY)).draft == draft


async def test_an_error_tells_nothing_of_the_request() -> None:
    """What a provider quotes back in an error is not in the line that we write of it."""
    with serving(fails(500)) as server, pytest.raises(ModelError) as raised:
        await phrasing_at(server).model.write("the instruction", '{"text": "$1,234"}')
    line = r"the language model openai:loop did not answer \(\w+Error\)"
    assert re.fullmatch(line, str(raised.value))


async def test_langchains_own_fake_models() -> None:
    """Any chat model of langchain's will do: its text, and its count of tokens where it has one."""
    draft = draft_for()
    text = reworded(bind(draft).template)
    usage = {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}
    message = AIMessage(content=[{"type": "text", "text": text}], usage_metadata=usage)
    written = await ChatModel("fake:one", GenericFakeChatModel(messages=iter([message]))).write(
        "", ""
    )
    assert (written.text, written.tokens_in, written.tokens_out) == (text, 5, 7)
    model = ChatModel("fake:list", FakeListChatModel(responses=[text]))
    assert (await Phrasing(model, prompts(), InMemoryBudget(1))(draft, "1", DAY)).author


def test_a_missing_package_says_how_to_get_it() -> None:
    """One line names the command that installs it; a provider of no extra is named too."""
    with pytest.raises(ModelError, match="make install EXTRAS=anthropic"):
        chat_model("anthropic:some", base_url=None, api_key=SecretStr(KEY), seconds=4)
    with pytest.raises(ModelError, match="langchain's package for groq is missing"):
        chat_model("groq:some", base_url=None, api_key=SecretStr(KEY), seconds=4)


def test_an_unknown_provider_says_how_to_write_it() -> None:
    """A provider that langchain does not know is one line too, without the key."""
    with pytest.raises(ModelError, match="write it like openai:name") as raised:
        chat_model("nobody:some", base_url=None, api_key=SecretStr(KEY), seconds=4)
    assert KEY not in str(raised.value)


def test_nothing_is_traced() -> None:
    """An environment that asks for tracing does not get it: no request leaves but the model's."""
    with serving(says(reworded)) as tracing, serving(says(reworded)) as server:
        done = _ask(
            LLM_MODEL="openai:loop",
            LLM_BASE_URL=server.url,
            LANGSMITH_TRACING="true",
            LANGCHAIN_TRACING_V2="true",
            LANGSMITH_API_KEY="lsv2_x",
            LANGSMITH_ENDPOINT=tracing.url,
        )
    assert json.loads(done.stdout)["phrased_by"] == "model"
    assert len(server.asked) == 1
    assert tracing.asked == []


def test_ask_goes_on_without_a_model_it_cannot_use() -> None:
    """The answer is the template's, and standard error says why, in one line."""
    done = _ask(LLM_MODEL="anthropic:some")
    assert json.loads(done.stdout)["phrased_by"] == "template"
    assert b"make install EXTRAS=anthropic. Replies go out in their own words." in done.stderr


def _ask(**environment: str) -> "subprocess.CompletedProcess[bytes]":
    words = [sys.executable, "-m", "bot.cli", "ask", "1m, I want 50k a year", "--json"]
    return subprocess.run(words, env=os.environ | environment, capture_output=True, check=True)


async def test_doctor_says_how_a_model_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not set, answering, refused, late or away: what it says, and whether to mend it."""
    monkeypatch.delenv("LLM_MODEL", raising=False)
    found = await doctor._model(Settings.read())
    assert (found.state, found.mend) == ("not configured; replies are worded by templates", None)
    monkeypatch.setenv("LLM_MODEL", "openai:loop")
    monkeypatch.setenv("LLM_SECONDS", "0.3")
    for manner, state, is_well in (
        (says(reworded), "openai:loop answers; 3 of 3 texts pass the gate", True),
        (says(str.upper), "openai:loop answers; 0 of 3 texts pass the gate", True),
        (fails(401), "AuthenticationError)", False),
        (slow, "openai:loop takes more than 0.3 s", False),
    ):
        with serving(manner) as server:
            monkeypatch.setenv("LLM_BASE_URL", server.url)
            found = await doctor._model(Settings.read())
        assert state in found.state
        assert (found.mend is None) is is_well


async def test_doctor_names_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider whose package is missing is said with the command that installs it."""
    monkeypatch.setenv("LLM_MODEL", "ollama:some")
    found = await doctor._model(Settings.read())
    assert "make install EXTRAS=ollama" in str(found.mend)
