"""What a model is told: the files of `prompts/`, each with its version in its head."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from core.nlg.binding import Bound
from core.nlg.draft import Kind

LONGEST_PERSONA = 2_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instruction for one kind of text."""

    name: str
    """With its version, as it is stored beside every text that it led to: `answer 1`."""
    instruction: str


@cache
def prompts(persona: str = "") -> Mapping[Kind, Prompt]:
    """Return the prompt for each kind that may be worded; a persona is added to the style."""
    style, _ = _read("style")
    tone = f"\n\n## Tone\n{persona}" if persona else ""
    found = {}
    for kind in (Kind.ANSWER, Kind.EXPLANATION, Kind.SUMMARY):
        words, version = _read(kind)
        found[kind] = Prompt(f"{kind} {version}", f"{words}\n\n{style}{tone}")
    return MappingProxyType(found)


class PersonaError(Exception):
    """The file that sets the tone cannot be used; the message is one line that says why."""


def persona_in(file: Path) -> str:
    """Return what a file says about the tone; raise PersonaError."""
    try:
        words = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PersonaError("LLM_PERSONA: it cannot be read as UTF-8 text") from error
    if len(words) > LONGEST_PERSONA:
        raise PersonaError(f"LLM_PERSONA: it has more than {LONGEST_PERSONA} characters")
    return words


def about(bound: Bound) -> str:
    """Return what a text is about, as data: the template, and what its names stand for.

    JSON quotes whatever comes from elsewhere, the names of tokens and protocols included.
    """
    names = [
        {
            "name": slot.name,
            "reads": slot.display,
            **{
                key: value
                for key, value in asdict(slot).items()
                if key in {"label", "unit", "direction"} and value
            },
        }
        for slot in bound.distinct
    ]
    return json.dumps({"text": bound.template, "names": names}, ensure_ascii=False, indent=1)


def _read(name: str) -> tuple[str, str]:
    """Return a prompt file's words and the version in its first line."""
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    head, _, words = text.partition("\n")
    key, _, version = head.partition(": ")
    assert key == "version", f"the first line of prompts/{name}.md is its version"
    return words.strip(), version.strip()
