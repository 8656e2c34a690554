"""What wording by a model costs beside the model, and what its gate lets through.

    python -m benchmarks.phrasing

The gate and the binding are timed over the corpus of rewordings and over real drafts. The peer is
pydantic-core: validating the JSON object that such a text would come in, which is what a structured
answer of a model costs at the least. The path is timed with a model that answers at once.
"""

import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from pydantic import BaseModel

from bot.memory import InMemoryBudget
from bot.models import Written
from bot.phrase_check import check_phrasing
from bot.phrasing import Phrasing
from bot.prompts import prompts
from core.nlg.binding import bind
from core.nlg.draft import Kind
from core.nlg.grounding import refusal
from tests.nlg.rewordings import drafts, rewordings
from tests.phrasing.fakes import draft_for

ROUNDS = 30
TEXTS = 50
DAY = date(2026, 11, 22)
TOLD = prompts()[Kind.ANSWER].instruction


class Instant:
    """Answers at once with the text it was given."""

    name = "fake:instant"

    async def write(self, instruction: str, about: str) -> Written:
        return Written(str(json.loads(about)["text"]))


class Structured(BaseModel):
    """A text as a structured answer holds it."""

    text: str
    names: list[str]
    author: str


def main() -> None:
    corpus = tuple(rewordings())
    bodies = [
        json.dumps({"text": entry.text, "names": entry.text.split(), "author": "x"})
        for entry in corpus
    ]
    gate = _micros(lambda: [refusal(e.bound, e.text, told=TOLD) for e in corpus], len(corpus))
    peer = _micros(lambda: [Structured.model_validate_json(body) for body in bodies], len(bodies))
    written = tuple(drafts())
    binding = _micros(lambda: [bind(draft) for draft in written], len(written))
    print(f"gate: {gate:.0f} µs a text, {gate / peer:.1f} times pydantic's reading of its JSON")
    print(f"binding: {binding:.0f} µs a draft, {binding / peer:.1f} times")
    print(f"path with an instant model: {asyncio.run(_path()):.0f} µs a reply")
    _tell("good texts of the corpus", [refusal(e.bound, e.text) for e in corpus if not e.reason])
    _tell("bad texts of the corpus", [refusal(e.bound, e.text) for e in corpus if e.reason])
    phrasing = Phrasing(Instant(), prompts(), InMemoryBudget(TEXTS))
    result = asyncio.run(check_phrasing(phrasing, TEXTS))
    print(f"texts left as they are: {result.passed} of {result.tried} pass")


def _micros(work: Callable[[], object], texts: int) -> float:
    """Return the microseconds of processor time that one text takes, the median of the rounds."""
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        took.append((time.process_time() - started) / texts * 1e6)
    return statistics.median(took)


async def _path() -> float:
    phrasing, draft = Phrasing(Instant(), prompts(), InMemoryBudget(10**6)), draft_for()
    took = []
    for _ in range(20 * ROUNDS):
        started = time.process_time()
        assert (await phrasing(draft, "1", DAY)).author
        took.append((time.process_time() - started) * 1e6)
    return statistics.median(took)


def _tell(what: str, found: Iterable[object]) -> None:
    reasons = Counter(map(str, found))
    passed, total = reasons.pop("None", 0), reasons.total()
    told = ", ".join(f"{reason} {times}" for reason, times in reasons.most_common())
    print(f"{what}: {passed} of {passed + total} pass; refused: {told}")


if __name__ == "__main__":
    main()
