"""Why a blend is what it is: the policy's reason, bands and limits, and the default beside it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.advice.policy_page import PolicyPage, policy_page
from core.catalogue import policies
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlg.render.policy_page import render_policy_page
from core.nlu.utterance import Intent, Risk, Slots
from core.requests import Frame, StressTestRequest
from tests.advice.questions import E3, E4, E5, income, money, request_of
from tests.advice.test_facts import CLOSE, PROGRAMS, number, recomputed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIGHT = Slots(capital=money(300_000), income=income(1900, period=Period.MONTH))
MOVED = replace(TIGHT, fitted=True)
CASES = (E3.slots, E4.slots, E5.slots, MOVED, TIGHT, Slots(risk=(Risk.CONSERVATIVE,)))


def page_of(slots: Slots) -> PolicyPage:
    request = request_of(Frame(Intent.STRESS_TEST, slots))
    assert isinstance(request, StressTestRequest)
    return policy_page(request, bundled_snapshot())


def text_of(slots: Slots) -> str:
    return render_policy_page(page_of(slots), 1, NOON).text


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.id)
def test_every_policy_says_why(policy: object) -> None:
    """A reason stands with each policy, as the end of a sentence."""
    reason = getattr(policy, "reason", "")
    assert reason.startswith("the ")
    assert not reason.endswith(".")


def test_the_case_and_the_default_stand_side_by_side() -> None:
    """X19: E3 is the published case; B1's bands, which it leaves, hold where no case fits."""
    text = text_of(E3.slots)
    assert "It is the published blend for a moderate person who wants income now." in text
    assert "The house default holds 40–50 % staking, 30–40 % lending" in text


def test_the_default_bands_are_made_whole() -> None:
    """X10: they add up to 80–120 %; over what is feasible they pay 3.3–11.6 % (D1 for staking)."""
    assert "add up to 80–120 %; made whole, they pay 3.3–11.6 % a year" in text_of(E3.slots)


def test_every_leg_has_its_reason_and_its_band() -> None:
    """What a part is there for, and how far it may move."""
    text = text_of(E3.slots)
    assert "60 % large-cap staking (40–60 %): steady rewards without impermanent loss" in text
    assert "30 % stablecoin lending (30–40 %): income in dollars" in text


def test_a_blend_that_was_moved_says_what_holds_it() -> None:
    """The dual value of the limit that binds is a sentence with its figure."""
    text = text_of(MOVED)
    assert "nearest in risk to the published one" in text
    assert "What holds it there: at least 30 % in stablecoin lending." in text


@pytest.mark.parametrize("slots", CASES)
def test_figures_are_what_their_formulas_give(slots: Slots) -> None:
    """Every derived figure of the page recomputes."""
    book = page_of(slots).book
    for fact in book:
        if fact.formula is None or fact.formula.startswith(PROGRAMS):
            continue
        again, value = recomputed(fact, book), number(fact)
        assert isinstance(again, Decimal)
        assert isinstance(value, Decimal)
        assert abs(again - value) <= CLOSE * max(Decimal(1), abs(value)), fact.name


def test_a_blend_that_was_not_moved_says_how_far_it_could_be() -> None:
    """What the bands allow towards the goal, and the limit that would hold it there."""
    text = text_of(TIGHT)
    assert "It is the published blend" in text
    assert "Moved towards your goal within its bands it pays 7.9 % at most" in text
    assert "What holds it there" in text or "enough for your goal" in text
