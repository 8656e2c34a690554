"""Understanding beside hassil and a blank spaCy pipeline with rules, on the same sentences.

python -m benchmarks.nlu    `make bench-nlu` installs the peers first; one core

hassil is given every hand-written line of the training corpus as a template: the same phrases in
the engine of a voice assistant. spaCy finds names and sums by rules, and no meaning.
"""

import gc
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.warming import SELDOM

SENTENCES = Path(__file__).parents[1] / "tests" / "corpora" / "heldout" / "fresh.jsonl"
ROUNDS = 5
LONGEST = 4096
_LOADING = """
import resource, time
from datetime import UTC, datetime
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
import numpy
imported = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
from core.nlu.parser import understand
from core.nlu.utterance import Context
understand("I have 300k in ETH and want 1-2k a month", Context(datetime(2026, 9, 2, tzinfo=UTC)))
took = time.process_time() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(took, (after - imported) / 1024, (imported - before) / 1024)
"""


def sentences() -> list[str]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def ours() -> Callable[[str], object]:
    from datetime import UTC, datetime

    from core.nlu.parser import understand
    from core.nlu.utterance import Context

    context = Context(datetime(2026, 9, 2, tzinfo=UTC))
    return lambda text: understand(text, context)


def hassil() -> Callable[[str], object]:
    from hassil import Intents, recognize

    from training.corpus import lines, values

    templates: dict[str, list[str]] = {}
    for intent, line in lines():
        if line and set(re.findall(r"{(\w+)}", line)) <= values().keys():
            templates.setdefault(intent, []).append(_plain(line))
    about = {
        "language": "en",
        "intents": {name: {"data": [{"sentences": said}]} for name, said in templates.items()},
        "lists": {name: {"values": [*map(_plain, said)]} for name, said in values().items()},
    }
    intents = Intents.from_dict(about)
    return lambda text: recognize(text, intents)


def _plain(line: str) -> str:
    """Return a line without what is a mark to hassil alone."""
    return re.sub(r"[\[\]<>]", "", line)


def spacy_rules() -> Callable[[str], object]:
    import spacy

    from core.nlu.lexicon import terms

    pipeline: Any = spacy.blank("en")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    names = [{"label": term.kind, "pattern": name} for name, term in terms().items()]
    amounts = [{"label": "sum", "pattern": [{"LIKE_NUM": True}, {"LOWER": "k"}]}]
    ruler.add_patterns([*names, *amounts])
    rules: Callable[[str], object] = pipeline
    return rules


def collect_seldom() -> None:
    """Look for garbage as seldom as the bot does, for the peers as well."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def a_second(understand: Callable[[str], object], texts: list[str]) -> float:
    """Return how many messages a second of the processor's own time."""
    for text in texts:
        understand(text)
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            understand(text)
        took.append(time.process_time() - start)
    return len(texts) / min(took)


def slowest(understand: Callable[[str], object]) -> tuple[float, str]:
    """Return the milliseconds of the slowest message of 4,096 characters, and what it repeats."""
    pieces = [
        "9", "1,", "$1 ", "half a ", "i want to earn ", "what is it? ", "5% in ", "авекмн ",
        "every monday at 9 ", "how much do i need to earn 2k a month from 300k of eth at 5% ",
    ]  # fmt: skip
    worst = (0.0, "")
    for piece in pieces:
        text = (piece * LONGEST)[:LONGEST]
        understand(text[:50])
        start = time.process_time()
        understand(text)
        worst = max(worst, (1000 * (time.process_time() - start), piece))
    return worst


def main() -> None:
    texts = sentences()
    loads = []
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", _LOADING]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        loads.append([float(part) for part in done.stdout.split()])
    load, memory, numpy = (statistics.median(column) for column in zip(*loads, strict=True))
    print(f"loading, first message included: {load:.2f} s (goal 0.3), {memory:.0f} MB (goal 40), "
          f"beside NumPy's {numpy:.0f} MB")  # fmt: skip
    mine = ours()
    collect_seldom()
    rate = a_second(mine, texts)
    print(f"evenkeel   {rate:7.0f} messages a second (goal 2,000)")
    milliseconds, piece = slowest(mine)
    print(f"slowest of 4,096 characters: {milliseconds:.0f} ms (goal 50), of {piece!r}")
    for name, make in (("hassil", hassil), ("spaCy", spacy_rules)):
        try:
            peer = a_second(make(), texts)
        except ImportError:
            print(f"{name} is not installed: make bench-nlu")
            continue
        print(f"{name:10} {peer:7.0f} messages a second; evenkeel does {rate / peer:.2f} of it")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
