"""Feed the parser and the dialogue whatever atheris thinks of: python -m tests.fuzz [-runs=N].

Any exception, a score outside 0 to 1 or an answer that is no JSON ends the run with its input.
"""

import json
import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["core.nlu", "core.dialogue"]):
    from bot.wire import utterance_json
    from core.dialogue.person import Person
    from core.dialogue.state import DialogueState, Said
    from core.dialogue.turn import take_turn
    from core.finance.market import bundled_snapshot
    from core.nlu.parser import understand
    from core.nlu.utterance import Context, Intent

NOW = datetime(2026, 9, 2, tzinfo=UTC)
SNAPSHOT = bundled_snapshot()
AFTER = (None, Intent.REQUIRED_YIELD, Intent.COMPARE_OPTIONS)
ASKED = (None, "capital", "income", "risk")


def read(data: bytes) -> None:
    """Read a message made of the data in a context made of it, and take two turns with it."""
    made = atheris.FuzzedDataProvider(data)
    context = Context(NOW, made.PickValueInList(list(ASKED)), made.PickValueInList(list(AFTER)))
    text = made.ConsumeUnicode(4096)
    utterance = understand(text, context)
    assert 0 <= utterance.score <= 1
    json.dumps(utterance_json(utterance))
    turn = take_turn(DialogueState(), Person(), Said(NOW, text=text), SNAPSHOT)
    take_turn(turn.state, Person(), Said(NOW, text=text[::-1]), SNAPSHOT)


atheris.Setup(sys.argv, read)
atheris.Fuzz()
