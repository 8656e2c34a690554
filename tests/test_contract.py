"""The commands and JSON that other programs rely on."""

import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

EVENKEEL = [sys.executable, "-m", "bot.cli"]
ROOT = str(Path(__file__).parent.parent)
AT = "2026-11-22T12:00:00+00:00"


def evenkeel(
    *arguments: str, stdin: bytes = b"", home: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in an environment and a folder where nothing is configured."""
    folder = str(home or tempfile.mkdtemp())
    environment = {
        "PATH": os.environ["PATH"],
        "EVENKEEL_DATA_DIR": folder,
        "PYTHONPATH": ROOT,
        "LIVE_MARKET": "false",
    }
    return subprocess.run(
        [*EVENKEEL, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env=environment,
        cwd=folder,
        timeout=60,
    )


def ask(*lines: object) -> list[dict[str, Any]]:
    """Ask a line each; a dict is sent as JSON, bytes as they are."""
    raw = b"".join(
        line + b"\n" if isinstance(line, bytes) else json.dumps(line).encode() + b"\n"
        for line in lines
    )
    done = evenkeel("ask", "--jsonl", stdin=raw)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_reply_has_the_published_shape() -> None:
    """Every key is there, with the types and units that were published."""
    text = "I have 300k in crypto and want 1-2k a month, nothing wild"
    (reply,) = ask({"text": text, "at": AT})
    assert reply["intent"] == "required_yield"
    assert reply["slots"]["capital"] == {"amount": "300000", "currency": None}
    assert reply["slots"]["income"] == {
        "low": "1000",
        "high": "2000",
        "currency": None,
        "period": "month",
    }
    assert reply["frame"]["intent"] == "required_yield"
    assert reply["missing"] is None
    assert reply["phrased_by"] == "template"
    assert reply["as_of"] == "2026-09-02T11:57:41Z"
    assert reply["charts"][0]["kind"] == "allocation"
    assert {"label", "press"} == set(reply["buttons"][0][0])


def test_facts_are_traced_and_displayed() -> None:
    """Displays stand in the text; values are exact strings; leaves have sources."""
    (reply,) = ask({"text": "1,000,000 and 50,000 a year", "at": AT})
    facts = reply["facts"]
    need = facts["required_yield"]
    assert need["value"] == "0.05"
    assert need["unit"] == "ratio"
    assert need["display"] == "5 %"
    assert need["formula"] == "annual_income / capital"
    assert need["inputs"] == ["annual_income", "capital"]
    assert facts["capital"]["value"] == {"amount": "1000000", "currency": "USD"}
    assert facts["capital"]["source"] == "you"
    for fact in facts.values():
        assert fact["display"] in reply["text"]
        assert set(fact["inputs"]) <= set(facts)
        assert (fact["source"] is None) == bool(fact["inputs"])
        assert not isinstance(fact["value"], float)
        if isinstance(fact["value"], str) and fact["unit"] != "date":
            Decimal(fact["value"])


def test_every_run_of_digits_is_a_display() -> None:
    """A figure in a text is a fact, in whatever question."""
    replies = ask(
        {"text": "I have 300k and want 1-2k a month, nothing wild", "at": AT},
        {"text": "I'm 50 with 1.5m and want 75k a year in five years", "at": AT},
        {"text": "what would 50k USDC earn", "at": AT},
        {"text": "how much do I need for 3k a month", "at": AT},
        {"text": "explain impermanent loss", "at": AT},
    )
    for reply in replies:
        text = reply["text"]
        for display in sorted({f["display"] for f in reply["facts"].values()}, key=len)[::-1]:
            text = text.replace(display, "") if display else text
        assert not re.search(r"\d", text), text


def test_lines_of_a_session_are_one_conversation() -> None:
    """Follow-ups work within a session and see nothing of another."""
    first, second, other = ask(
        {"text": "I have 300k and want 1k a month", "session": "a", "at": AT},
        {"text": "and with 2k?", "session": "a", "at": AT},
        {"text": "and with 2k?", "session": "b", "at": AT},
    )
    assert second["intent"] == "what_if"
    assert second["frame"]["slots"]["capital"]["amount"] == "300000"
    assert other["frame"] is None
    press = next(b["press"] for row in first["buttons"] for b in row if b["label"] == "Safer")
    (_, pressed) = ask(
        {"text": "I have 300k and want 1k a month", "session": "a", "at": AT},
        {"press": press, "session": "a", "at": AT},
    )
    assert pressed["intent"] == "what_if"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "not_json"),
        (b"[1]", "not_json"),
        (b'"text"', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"{}", "no_text"),
        (b'{"text": 5}', "no_text"),
        (b'{"text": "a", "press": "b"}', "no_text"),
        (b'{"text": "\xff"}', "not_utf8"),
        (b'{"text": "got 1 ADA yesterday", "at": "0001-01-01T00:00:00Z"}', "not_json"),
        (b'{"text": "hello", "at": "soon"}', "not_json"),
        (json.dumps({"text": "x" * 4097}).encode(), "too_long"),
        (json.dumps({"text": "😀" * 2049}).encode(), "too_long"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_on_its_place(line: bytes, code: str) -> None:
    """An error object stands where the reply would, and the run goes on."""
    before, error, after = ask({"text": "hello"}, line, {"text": "hello"})
    assert error["error"]["code"] == code
    assert before["intent"] == after["intent"] == "small_talk"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 4096,
        "\ud800",
        "\x00\x07",
        "what is staking \udcff? what is slashing \udcff?",
    ],
)
def test_odd_texts_get_a_normal_reply(text: str) -> None:
    """Empty, blank, longest and broken texts are answered like any other."""
    (reply,) = ask({"text": text})
    assert reply["text"]


def test_parse_writes_an_utterance_a_line() -> None:
    """`parse --jsonl` gives intent, slots and score, and nothing internal."""
    raw = json.dumps({"text": "make it safer", "at": AT}).encode()
    done = evenkeel("parse", "--jsonl", stdin=raw + b"\n{\n")
    utterance, error = (json.loads(line) for line in done.stdout.splitlines())
    assert set(utterance) == {"intent", "slots", "score"}
    assert "risk_shift" not in utterance["slots"]
    assert error["error"]["code"] == "not_json"


def test_charts_are_written_on_request(tmp_path: Path) -> None:
    """`--charts DIR` gives the path of a PNG beside its words."""
    text = "I have 300k and want 1k a month"
    done = evenkeel("ask", text, "--json", "--charts", str(tmp_path))
    (chart,) = json.loads(done.stdout)["charts"]
    assert Path(chart["png"]).read_bytes().startswith(b"\x89PNG")
    assert "large-cap staking" in chart["alt"].lower()


def test_wrong_usage_exits_with_two() -> None:
    """A wrong call is told apart from a failure."""
    assert evenkeel("ask").returncode == 2
    assert evenkeel("ask", "x", "--jsonl").returncode == 2
    assert evenkeel("nonsense").returncode == 2


def test_a_conversation_through_a_pipe_is_kept(tmp_path: Path) -> None:
    """`run` without a token says how to connect, answers lines, exits 0, and remembers."""
    first = evenkeel("run", stdin=b"I have 300k and want 1k a month\n#2\n", home=tmp_path)
    assert first.returncode == 0
    assert first.stdout.count(b"TELEGRAM_BOT_TOKEN") == 1
    assert b"4 %" in first.stdout
    second = evenkeel("chat", stdin=b"and with 2k?\n", home=tmp_path)
    assert b"$2,000 a month is 8 %" in second.stdout
    fresh = evenkeel("chat", "--fresh", stdin=b"and with 2k?\n", home=tmp_path)
    assert b"8 %" not in fresh.stdout


def test_doctor_and_upgrade_work_unconfigured(tmp_path: Path) -> None:
    """What is not configured is said and is no failure."""
    assert evenkeel("doctor", home=tmp_path).returncode == 0
    assert evenkeel("db", "upgrade", home=tmp_path).returncode == 0
    done = evenkeel("doctor", home=tmp_path)
    assert b"0 messages waiting" in done.stdout


def test_asking_once_imports_nothing_heavy() -> None:
    """The cold start of `ask` pays for no library that it does not use."""
    code = (
        "import sys; from bot.oneshot import answer_text;"
        "answer_text('I have 300k and want 1k a month', None);"
        "print([m for m in ('telegram', 'sqlmodel', 'sqlalchemy', 'langchain', 'matplotlib',"
        " 'scipy', 'pydantic', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
