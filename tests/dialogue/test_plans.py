"""A plan of one's own: kept by a button, set beside what is held, and looked up as it was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.dialogue.person import PlanVersion
from tests.advice.test_facts import assert_recomputes
from tests.dialogue.talk import AT, Talk

QUESTION = "I have 300k and want 1500 a month, moderate risk"


def planned() -> Talk:
    talk = Talk()
    talk.say(QUESTION)
    talk.press("Keep as my plan")
    return talk


def plan_of(talk: Talk) -> PlanVersion:
    return talk.person.plans[-1]


def test_kept_with_its_parts_and_goal() -> None:
    """The plan holds the question, the blend's parts, and the answer as it read."""
    plan = plan_of(planned())
    assert plan.saved_on == AT.date()
    assert sum((leg.weight for leg in plan.legs), Decimal(0)) == 1
    assert plan.frame.slots.income
    assert plan.frame.slots.income.low == 1500


def test_shown_as_it_was_told() -> None:
    """/plan shows the answer word for word, whatever the market says by now."""
    talk = planned()
    shown = talk.say("/plan").draft
    assert shown.text.startswith("Your plan, as it was told on 25 Nov 2026")
    assert plan_of(talk).template in shown.template
    for name in plan_of(talk).figures.by_name:
        assert shown.book[name] == plan_of(talk).figures[name]


def test_versions() -> None:
    """A later plan is a new version; the one before can still be looked up."""
    talk = planned()
    first = plan_of(talk)
    talk.say("I have 300k and want 1000 a month, conservative")
    talk.press("Keep as my plan")
    assert len(talk.person.plans) == 2
    talk.say("/plan")
    talk.press("Version of")
    assert (
        "Your plan, as it was told" in talk.press_raw(f"act:1:show_plan:{first.number}").draft.text
    )


def test_in_words() -> None:
    """Words do what the buttons do: keep the answer just given, and show what was told."""
    talk = Talk()
    assert "No plan is kept yet" in talk.say("what did you tell me in March?").draft.text
    talk.say(QUESTION)
    talk.say("save this as my plan")
    assert len(talk.person.plans) == 1
    shown = talk.say("what did you tell me?").draft
    assert shown.text.startswith("Your plan, as it was told")


def test_taken_back() -> None:
    """Undone, the plan is kept no more."""
    talk = planned()
    talk.press("Undo")
    assert not talk.person.plans


def test_beside_what_is_held() -> None:
    """The portfolio shows each part beside what is held, and what of the goal that pays."""
    talk = planned()
    talk.say("I hold 10 ETH staked with Lido and 20k USDT on Aave")
    draft = talk.say("am I on track?").draft
    assert "Beside your plan" in draft.text
    assert "large-cap staking: 60 % planned, 60 % held" in draft.text
    assert "goal_share" in draft.displays
    for fact in draft.book:
        if fact.formula:
            assert_recomputes(fact, draft.book)


def test_what_is_in_no_part_of_the_plan() -> None:
    """Shares of what is held add up to one, also where the plan has no part for some of it."""
    talk = planned()
    talk.say("I hold 10 ETH staked with Lido and 5 ETH in a pool on Uniswap")
    book = talk.say("/portfolio").draft.book
    shares = [fact.value for fact in book if fact.name.endswith(".held_share")]
    whole = sum((value for value in shares if isinstance(value, Decimal)), Decimal(0))
    assert abs(whole - 1) < Decimal("1e-20")


def test_answer_that_is_no_longer_at_hand() -> None:
    """A button under an answer that was forgotten keeps nothing."""
    talk = Talk()
    assert not talk.press_raw("act:77:save_plan:").effects
    assert not talk.press_raw("act:1:show_plan:5").effects


def test_rebalancing_compares_with_the_plan() -> None:
    """With a plan kept it is the target, and the answer says so; a risk level asks for ours."""
    talk = planned()
    asked = "do I need to rebalance? I hold 100k in ETH and 20k USDC"
    draft = talk.say(asked).draft
    assert "towards your own plan" in draft.text
    for fact in draft.book:
        if fact.formula:
            assert_recomputes(fact, draft.book)
    weights = {leg.index.replace("-", "_"): leg.weight for leg in plan_of(talk).legs if leg.weight}
    assert {f"{key}.policy_weight" in draft.book for key in weights} == {True}
    assert draft.book["large_cap_staking.policy_weight"].value == weights["large_cap_staking"]
    assert "towards a moderate blend" in Talk().say(asked).draft.text
    assert "towards a conservative blend" in talk.say(f"{asked}, conservative").draft.text


def kept_on(talk: Talk, *days: date) -> None:
    """Keep the plan's version as of each of these days."""
    plan = plan_of(talk)
    plans = tuple(replace(plan, number=n, saved_on=day) for n, day in enumerate(days, 1))
    talk.person = replace(talk.person, plans=plans, last_number=len(days))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what did you tell me in March", "20 Mar 2026"),
        ("What did you recommend in april?", "20 Mar 2026"),
        ("show my plan from november 2025", "2 Nov 2025"),
        ("what was my plan in 2025", "2 Nov 2025"),
        ("what did you tell me last month", "20 Mar 2026"),
        ("what was my plan in May 2024", "2 Nov 2025"),
        ("what did you tell me?", "25 Nov 2026"),
    ],
)
def test_as_it_was_in_a_month(text: str, day: str) -> None:
    """What was told in a month is the last version of it, or the one that held then."""
    talk = planned()
    kept_on(talk, date(2025, 11, 2), date(2026, 3, 3), date(2026, 3, 20), AT.date())
    told = talk.say(text).draft.text
    assert f"Your plan, as it was told on {day}" in told
    another = {"What did you recommend in april?", "what did you tell me last month"}
    assert ("This one held then" in told) is (text in another)
    assert ("the first that was" in told) is ("2024" in text)


@pytest.mark.parametrize("between", ["what is impermanent loss?", "what lasts me 30 years of it?"])
def test_kept_in_words_after_something_else(between: str) -> None:
    """The last answer that can be a plan is kept, whatever was asked since."""
    talk = Talk()
    talk.say(QUESTION)
    talk.say(between)
    talk.say("what would 50k USDC earn?")
    assert talk.say("save that as my plan").draft.text.startswith("Kept as your plan")
    income = plan_of(talk).frame.slots.income
    assert income
    assert income.low == 1500


def test_nothing_to_keep() -> None:
    """Where no answer can be a plan, none is kept."""
    talk = Talk()
    talk.say("what would 50k USDC earn?")
    talk.say("save that as my plan")
    assert not talk.person.plans


def test_bands_around_the_own_plan() -> None:
    """The picture of the shares says whose bands they are."""
    talk = planned()
    talk.say("I hold 40 ETH staked with Lido and 100000 USDC lent on Aave")
    assert "around your plan" in str(talk.say("should I rebalance?").draft.charts)
    house = Talk()
    house.say("I hold 40 ETH staked with Lido and 100000 USDC lent on Aave")
    assert "of the house" in str(house.say("should I rebalance?").draft.charts)
