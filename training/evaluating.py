"""`make evaluate`: how well messages are understood, by intent and by slot.

Without a file that is the project's own corpus by cross-validation. A line of a file is
`{"text", "intents": [best first, …], "slots": {…}, "must_not": […]}`. A slot counts where the
intent is accepted; a key that a label leaves out is not looked at.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from bot.wire import slots_json
from core.nlu.parser import understand
from core.nlu.utterance import Context
from training.corpus import stated_slots
from training.crossing import Crossed, crossed, summary
from training.data import AT
from training.fitting import calibration_error

_OUTSIDE = frozenset({"out_of_scope", "refuse"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled message and how it was understood."""

    label: Mapping[str, Any]
    intent: str
    score: float
    slots: Mapping[str, Any]

    @property
    def accepted(self) -> list[str]:
        """The intents that are right, best first."""
        return list(self.label["intents"])

    @property
    def is_right(self) -> bool:
        """Whether the intent is one of the accepted ones."""
        return self.intent in self.accepted


def judged(path: Path) -> Iterator[Judged]:
    """Yield each message of a file with what is understood of it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label.get("error"):
            continue
        read = understand(label["text"], Context(AT))
        yield Judged(label, read.intent.value, read.score, slots_json(read.slots))


def same(want: Any, got: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether all that a label states is found."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(k in got and same(v, got[k]) for k, v in want.items())
    if isinstance(want, list):
        found = got if isinstance(got, list) else [got]
        return all(any(same(one, other) for other in found) for one in want)
    try:
        return Decimal(str(want)) == Decimal(str(got))
    except InvalidOperation:
        return bool(want == got)


def report(all_judged: Iterable[Judged]) -> Iterator[str]:
    """Yield the report line by line."""
    rows = list(all_judged)
    tasks = [row for row in rows if not _OUTSIDE & set(row.accepted)]
    outside = [row for row in rows if set(row.accepted) <= _OUTSIDE]
    yield f"messages {len(rows)}: {_share(row.is_right for row in rows)} with a right intent"
    yield f"  of this bot's own business: {_share(row.is_right for row in tasks)}"
    yield f"  outside it, and told so: {_share(row.intent in _OUTSIDE for row in outside)}"
    yield f"slots exact: {_share(_slots(rows))}"
    yield f"misreadings avoided: {_share(_avoided(rows))}"
    sure, right = np.array([r.score for r in rows]), np.array([r.is_right for r in rows])
    yield f"calibration error of the scores: {calibration_error(sure, right):.3f}"
    yield from _by_intent(rows)
    mistaken = Counter((row.accepted[0], row.intent) for row in rows if not row.is_right)
    yield from (f"  {n} × {want} read as {got}" for (want, got), n in mistaken.most_common(20))


def _share(results: Iterable[bool]) -> str:
    told = list(results)
    return f"{sum(told)} of {len(told)}" + (f" ({sum(told) / len(told):.1%})" if told else "")


def _slots(rows: Iterable[Judged]) -> Iterator[bool]:
    for row in rows:
        if row.is_right and row.intent not in _OUTSIDE:
            for name, want in row.label.get("slots", {}).items():
                yield name in row.slots and same(want, row.slots[name])


def _avoided(rows: Iterable[Judged]) -> Iterator[bool]:
    return (name not in row.slots for row in rows for name in row.label.get("must_not", ()))


def _by_intent(rows: list[Judged]) -> Iterator[str]:
    for intent in sorted({row.accepted[0] for row in rows}):
        meant = [row for row in rows if row.accepted[0] == intent]
        taken = [row for row in rows if row.intent == intent]
        recall, precision = (_share(row.is_right for row in part) for part in (meant, taken))
        yield f"  {intent:18} recall {recall:18} precision {precision}"


def own_corpus() -> Iterator[str]:
    """Yield the report on the project's own corpus, each line read by who never saw it."""
    read = crossed()
    yield from summary(read)
    yield "lines as written, by the whole parser:"
    yield from report(_judged_lines(read))


def _judged_lines(read: Iterable[Crossed]) -> Iterator[Judged]:
    stated = stated_slots()
    for one in read:
        line, got = one.seen.sentence, one.read
        if line.is_written and one.is_at_home:
            label = {
                "text": line.text,
                "intents": [line.intent],
                "slots": stated.get(line.text, {}),
            }
            yield Judged(label, got.intent.value, got.score, slots_json(got.slots))


def main(files: list[str]) -> None:
    """Report on a file, or on the project's own corpus."""
    told = report(judged(Path(files[0]))) if files else own_corpus()
    sys.stdout.writelines(f"{line}\n" for line in told)


if __name__ == "__main__":
    main(sys.argv[1:])
