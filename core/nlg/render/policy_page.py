"""Why a blend is what it is, in words: the policy, each part's reason, the limits it keeps."""

from datetime import datetime

from core.advice.policy_page import PolicyPage
from core.finance.blends import Leg
from core.nlg.draft import Button, Draft
from core.nlg.folding import is_tall
from core.nlg.press import do, say
from core.nlg.render.goal_verdict import binding_line
from core.nlg.render.parts import closing, lines, paragraphs, risk_assumed
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_policy_page(page: PolicyPage, answer: int, as_of: datetime) -> Draft:
    """Put the reasons for a blend into words; the house default gives way to what holds it."""
    draft = _written(page, answer, as_of, _default(page))
    is_held = page.reach is not None or page.binding is not None
    return _written(page, answer, as_of, None) if is_held and is_tall(draft) else draft


def _written(page: PolicyPage, answer: int, as_of: datetime, default: str | None) -> Draft:
    text = paragraphs(
        lines(f"**{_headline(page)}**", _limit(page)),
        lines(*(_leg(leg) for leg in page.blend.legs)),
        "No blend here holds more than {protocol_limit} in one protocol or {chain_limit} on one "
        "chain, and at this level coin prices may take {crash_budget} in a crash year.",
        default,
        risk_assumed(page.profile),
    )
    return write(
        text, page.book, closing=closing(page.book), buttons=_buttons(page, answer), as_of=as_of
    )


def _headline(page: PolicyPage) -> str:
    if page.blend.is_policy:
        return f"It is {page.blend.policy.reason}."
    return (
        "It is the blend nearest in risk to the published one that pays what you need within "
        "the limits."
    )


def _limit(page: PolicyPage) -> str:
    """Name the limit that holds the blend where it is, and what it could pay if it were moved."""
    if page.reach is None:
        return binding_line(page.binding) or "No limit holds it there."
    enough = "enough for your goal" if page.reach.suffices else "{yield_shortfall} a year short"
    moved = f"Moved towards your goal within its bands it pays {{best_yield}} at most, {enough}."
    return " ".join(filter(None, (moved, binding_line(page.reach.binding))))


def _leg(leg: Leg) -> str:
    """Say what a part is there for, and the band it may move in to meet a need."""
    key = leg.index.key
    return (
        f"{{{key}.weight}} {leg.index.name} ({{{key}.least_weight}}–{{{key}.most_weight}}): "
        f"{_THERE_FOR[leg.index.id]}."
    )


_THERE_FOR = {
    "large-cap-staking": "steady rewards without impermanent loss, and the upside of large coins",
    "stablecoin-lending": "income in dollars that a crash of coins leaves alone",
    "conservative-defi": "fees on closely tied pairs, more yield for a little more risk",
    "defi-yield": "the highest income, and the most ways to fail, so the least of it",
    "balanced": "growth and some income while there is time",
    "aggressive-growth": "growth; it pays nothing and falls the most",
}


def _default(page: PolicyPage) -> str:
    return (
        "The house default holds {large_cap_staking.default_least}–"
        "{large_cap_staking.default_most} staking, {stablecoin_lending.default_least}–"
        "{stablecoin_lending.default_most} lending, {conservative_defi.default_least}–"
        "{conservative_defi.default_most} liquidity and {defi_yield.default_least}–"
        "{defi_yield.default_most} farming where no published case fits. Its bands add up to "
        "{default_least}–{default_most}; made whole, they pay {default_yield_low}–"
        "{default_yield_high} a year."
    )


def _buttons(page: PolicyPage, answer: int) -> tuple[tuple[Button, ...], ...]:
    risks = do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")
    stress = do("Stress it", answer, Intent.STRESS_TEST)
    levels = do("What the levels mean", answer, Intent.EXPLAIN, topic="risk-levels")
    return ((risks, stress), (levels, say("show the working", "Show working")))
