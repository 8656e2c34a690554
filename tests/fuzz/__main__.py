"""Feed the parser and the dialogue whatever atheris thinks of: python -m tests.fuzz [-runs=N].

It begins with the project's own utterances and naughty strings, and puts words of the grammar
into them. Any exception, a score outside 0 to 1 or an answer that is no JSON ends the run.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["core.nlu", "core.dialogue"]):
    from bot.wire import utterance_json
    from core.catalogue import read_toml
    from core.dialogue.person import Person
    from core.dialogue.state import DialogueState, Said
    from core.dialogue.turn import take_turn
    from core.finance.market import bundled_snapshot
    from core.nlu.lexicon import terms
    from core.nlu.parser import understand
    from core.nlu.utterance import Context, Intent

CORPORA = Path(__file__).parents[1] / "corpora"
SNAPSHOT = bundled_snapshot()
CLOCKS = tuple(datetime(year, 9, 2, tzinfo=UTC) for year in (2026, 2020, 2899))
"""Today, and the ends of what the line protocol takes for a time."""
AFTER = (None, Intent.REQUIRED_YIELD, Intent.COMPARE_OPTIONS)
ASKED = (None, "capital", "income", "risk")


def read(data: bytes) -> None:
    """Read a message in a context that its first byte tells, and take two turns with it."""
    choice, text = data[:1], data[1:].decode("utf-8", "surrogateescape")
    places = divmod(int.from_bytes(choice), len(AFTER))
    at = CLOCKS[places[0] % len(CLOCKS)]
    context = Context(at, ASKED[places[0] % len(ASKED)], AFTER[places[1]])
    utterance = understand(text, context)
    assert 0 <= utterance.score <= 1
    json.dumps(utterance_json(utterance))
    turn = take_turn(DialogueState(), Person(), Said(at, text=text), SNAPSHOT)
    take_turn(turn.state, Person(), Said(at, text=text[::-1]), SNAPSHOT)


def seeds() -> list[bytes]:
    """Return what the run begins with, a byte for the context before each."""
    asked = (CORPORA / "heldout" / "fresh.jsonl").read_text(encoding="utf-8").splitlines()
    naughty = (CORPORA / "naughty.txt").read_text(encoding="ascii").splitlines()[1:]
    texts = [json.loads(line)["text"] for line in asked]
    texts += [line.encode().decode("unicode_escape") for line in naughty]
    return [
        bytes([place % 256]) + text.encode("utf-8", "surrogatepass")
        for place, text in enumerate(texts)
    ]


def words() -> list[str]:
    """Return the words that mean something, for a fuzzer to put in."""
    classes = read_toml("grammar/words.toml")["classes"].values()
    return sorted({*terms(), *(word for said in classes for word in said.split())})


def main() -> None:
    """Fuzz until the runs are done, a time is up or something breaks."""
    with TemporaryDirectory() as folder:
        found = Path(folder) / "found"
        found.mkdir()
        for place, seed in enumerate(seeds()):
            (found / str(place)).write_bytes(seed)
        dictionary = Path(folder) / "words"
        dictionary.write_text("".join(f'"{word}"\n' for word in words() if word.isascii()))
        atheris.Setup([*sys.argv, f"-dict={dictionary}", str(found)], read)
        atheris.Fuzz()


main()
