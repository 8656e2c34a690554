"""A draft in a model's words, or in its own: within a deadline, a budget and the gate.

Whatever goes wrong here is counted and logged, and the draft's own text goes out. What a model is
sent is the draft; the person's own words never reach it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot import metrics
from bot.models import Model, ModelError
from bot.prompts import Prompt, about
from bot.services import Phrased, StorageError, WordingBudget
from core.nlg.binding import bind, unbound
from core.nlg.draft import Draft, Kind
from core.nlg.grounding import Refusal, refusal

_log = logging.getLogger(__name__)

DEADLINE_SECONDS = 4.0
CALLS_AT_ONCE = 8
"""More wait for one of these to end, within their deadline."""
FAILURES = 5
"""After so many in a row a model is left alone for a while."""
REST_SECONDS = 60.0


class Outcome(StrEnum):
    """What became of an attempt; each has a counter."""

    WORDED = "worded"
    REFUSED = "refused"
    LATE = "late"
    FAILED = "failed"
    RESTING = "resting"
    OVER_BUDGET = "over_budget"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One rewording as it came out; `reason` where the gate refused it."""

    phrased: Phrased
    outcome: Outcome
    reason: Refusal | None = None


class Breaker:
    """Leaves a model alone for a while after repeated failures, then lets one call try it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0

    def lets_through(self) -> bool:
        """Tell whether a call may be made; after a rest only the first may until it has ended."""
        if self._failures < FAILURES:
            return True
        if self._clock() < self._rests_until:
            return False
        self._rest()
        return True

    def succeeded(self) -> None:
        """Note a call that was answered."""
        self._failures = 0

    def failed(self) -> None:
        """Note a call that was not."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._rest()

    def _rest(self) -> None:
        self._rests_until = self._clock() + REST_SECONDS


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A Wording by a language model."""

    model: Model
    prompts: Mapping[Kind, Prompt]
    budget: WordingBudget
    seconds: float = DEADLINE_SECONDS
    breaker: Breaker = field(default_factory=Breaker)
    calls: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CALLS_AT_ONCE))

    async def __call__(self, draft: Draft, chat_id: str, day: date) -> Phrased:
        """Return a draft for a chat in the model's words, or as it is."""
        prompt = self.prompts.get(draft.kind)
        if prompt is None:
            return Phrased(draft)
        with metrics.wording_seconds.time():
            attempt = await self._attempt(draft, prompt, chat_id, day)
        metrics.wordings.labels(attempt.outcome).inc()
        if attempt.reason:
            metrics.wording_refusals.labels(attempt.reason).inc()
            _log.info("a rewording was refused: %s", attempt.reason)
        return attempt.phrased

    async def _attempt(self, draft: Draft, prompt: Prompt, chat_id: str, day: date) -> Attempt:
        if not self.breaker.lets_through():
            return Attempt(Phrased(draft), Outcome.RESTING)
        if not await self._affords(chat_id, day):
            return Attempt(Phrased(draft), Outcome.OVER_BUDGET)
        try:
            async with asyncio.timeout(self.seconds):
                attempt = await self.phrase(draft, prompt)
        except TimeoutError:
            self.breaker.failed()
            return Attempt(Phrased(draft), Outcome.LATE)
        except ModelError as error:
            _log.warning("a reply goes out in its own words", exc_info=error)
            self.breaker.failed()
            return Attempt(Phrased(draft), Outcome.FAILED)
        self.breaker.succeeded()
        return attempt

    async def _affords(self, chat_id: str, day: date) -> bool:
        try:
            return await self.budget.take(chat_id, day)
        except StorageError as error:  # what cannot be counted is not spent
            _log.warning("the budget of rewordings could not be read", exc_info=error)
            return False

    async def phrase(self, draft: Draft, prompt: Prompt) -> Attempt:
        """Return a draft as the model words it, if the gate lets it through; raise ModelError."""
        bound = bind(draft)
        async with self.calls:
            written = await self.model.write(prompt.instruction, about(bound))
        metrics.model_tokens.labels("read").inc(written.tokens_in)
        metrics.model_tokens.labels("written").inc(written.tokens_out)
        text = written.text.strip()
        reason = refusal(bound, text, told=prompt.instruction)
        if reason:
            return Attempt(Phrased(draft), Outcome.REFUSED, reason)
        worded = replace(draft, template=unbound(bound, text))
        return Attempt(Phrased(worded, f"{self.model.name}, {prompt.name}"), Outcome.WORDED)
