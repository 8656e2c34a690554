"""How often a model's texts pass the gate: it rewords real answers, and refusals are counted."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice

from bot.models import ModelError
from bot.phrasing import Outcome, Phrasing
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlg.draft import Draft

QUESTIONS = (
    "I have 300k in crypto and want 1-2k a month, nothing wild",
    "1m, I want 50k a year",
    "How much do I need for 3k a month?",
    "What would 50k USDC earn?",
    "someone offers 36 % in 60 days on bnb, real?",
    "what is slashing?",
    "how do I stake ETH?",
    "300k in a moderate blend, what would a crash do?",
    "I'm 35, 750k, want 100k a year",
    "what is impermanent loss?",
    "Aave vs Compound?",
    "staking or lending?",
    "is Aave safe?",
    "how does liquid staking work?",
    "what does USDT pay on Aave?",
    "what is inflation?",
)
"""One of each kind that a model may word."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of so many rewordings: by outcome, and the refused ones by reason."""

    outcomes: Counter[str]
    reasons: Counter[str]
    error: str = ""

    @property
    def tried(self) -> int:
        """How many were tried."""
        return self.outcomes.total()

    @property
    def passed(self) -> int:
        """How many passed the gate."""
        return self.outcomes[Outcome.WORDED]


async def check_phrasing(phrasing: Phrasing, n: int) -> Result:
    """Have so many drafts reworded, one after another, each within the deadline."""
    result = Result(Counter(), Counter())
    for draft in islice(cycle(_drafts()), n):
        try:
            async with asyncio.timeout(phrasing.seconds):
                attempt = await phrasing.phrase(draft, phrasing.prompts[draft.kind])
        except TimeoutError:
            result.outcomes[Outcome.LATE] += 1
            continue
        except ModelError as error:
            return Result(result.outcomes, result.reasons, str(error))
        result.outcomes[attempt.outcome] += 1
        if attempt.reason:
            result.reasons[attempt.reason] += 1
    return result


def tell(result: Result, say: Callable[[str], None]) -> int:
    """Say how often the texts passed and why the others did not; 1 when the model failed."""
    if result.error:
        say(result.error)
        return 1
    share = f"{100 * result.passed / result.tried:.0f} %" if result.tried else "none"
    say(f"{result.passed} of {result.tried} texts pass the gate ({share})")
    for reason, times in result.reasons.most_common():
        say(f"{times:4}  {reason}")
    if late(result):
        say(f"{late(result):4}  later than the deadline")
    return 0


def late(result: Result) -> int:
    """Return how many texts came after the deadline."""
    return result.outcomes[Outcome.LATE]


def _drafts() -> Iterator[Draft]:
    snapshot, at = bundled_snapshot(), datetime.now(UTC)
    for text in QUESTIONS:
        yield take_turn(DialogueState(), Person(), Said(at, text=text), snapshot).draft
