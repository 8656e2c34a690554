"""The risks of what is held in words: how it moves, then each risk with its own figure."""

from datetime import datetime

from core.advice.risk_page import RiskPage
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_risk_page(page: RiskPage, answer: int, as_of: datetime, *, long: bool) -> Draft:
    """Put the risks of what is held into words; the long form adds what softens each, and who
    carries them.
    """
    text = paragraphs(
        f"**{_headline(page)}**",
        _moves(page, long=long),
        lines(*(" ".join(told) if long else told[0] for told in _risks(page))),
        _parts(page) if long else None,
    )
    return write(
        text,
        page.book,
        closing=closing(page.book),
        buttons=_buttons(answer, long=long),
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )


def _headline(page: RiskPage) -> str:
    if _falls(page):
        return "Coin prices are the largest risk: a year like {crash_year} takes {crash_year.loss}."
    return "Nothing here moves with coin prices; a protocol or a stablecoin can fail."


def _falls(page: RiskPage) -> bool:
    return "crash_year.loss" in page.book and ratio(page.book, "crash_year.loss") > 0


def _moves(page: RiskPage, *, long: bool) -> str | None:
    """Say how much it moved, in plain words: a bad month, the worst months, the deepest fall."""
    if "yearly_volatility" not in page.book:
        return None
    if not long:
        return (
            "By its months from {table_start} to {table_end}, a bad month took {bad_month_loss} or "
            "more, and from its high it once fell {deepest_drawdown}."
        )
    return (
        "By its months from {table_start} to {table_end}: a bad month took {bad_month_loss} or "
        "more, the worst ones {worst_months_loss} on average, and from its high it once fell "
        "{deepest_drawdown}. Only less in coins softens that; what it pays does not."
    )


Told = tuple[str, str]
"""A risk with its figure, and what softens it."""


def _risks(page: RiskPage) -> list[Told]:
    """Return each risk that concerns what is held."""
    found = (told(page) for told in (_programs, _dollars, _pools, _staking, _chain))
    return [*(one for one in found if one), _tax(page)]


def _programs(page: RiskPage) -> Told | None:
    if "protocol_share" not in page.book:
        return None
    name = (page.protocol or "").replace("-", " ").title()
    return (
        f"Programs: {{program_share}}, of it {{protocol_share}} in {name}; a fault can take all "
        "that lies in one.",
        "Spread over audited, established ones.",
    )


def _dollars(page: RiskPage) -> Told | None:
    if "dollar_share" not in page.book:
        return None
    return (
        f"Issuers and borrowers: {{dollar_share}} in stablecoins, {{one_dollar_share}} in "
        f"{page.dollar}.",
        "Use more than one, and only over-collateralised protocols.",
    )


def _pools(page: RiskPage) -> Told | None:
    """Say what impermanent loss takes: of pools with dollars, and of pairs that keep together."""
    if "pool_share" in page.book:
        return (
            "Pools: {pool_share} with dollars; a doubled price costs them {pool_loss_at_double} "
            "against holding, {whole_loss_at_double} of the whole.",
            "Closely tied pairs lose less.",
        )
    if "tied_share" not in page.book:
        return None
    return (
        "Pools: {tied_share} in closely tied pairs; one falling by {depeg_fall} costs them "
        "{tied_loss} against holding.",
        "Keep them small.",
    )


def _staking(page: RiskPage) -> Told | None:
    if "staked_share" not in page.book:
        return None
    wait = ""
    if "unbonding" in page.book:
        queue = " or more, by the queue," if page.queue else ""
        wait = f", and {page.slowest} takes {{unbonding}}{queue} to get back"
    slashed = ", {slashed_share} open to slashing" if "slashed_share" in page.book else ""
    return (
        f"Staking: {{staked_share}}{slashed}{wait}; the rate moves.",
        "Use several careful validators, and keep what you need soon outside.",
    )


def _chain(page: RiskPage) -> Told | None:
    if "chain_share" not in page.book:
        return None
    chain = (page.chain or "").capitalize()
    return (
        f"One chain: {{chain_share}} on {chain}, and coins fall together.",
        "Spread over chains, ways to earn, and things outside crypto.",
    )


def _tax(page: RiskPage) -> Told:
    if "taxed_income" not in page.book:
        return "Tax: what is paid is usually taxable when it is received.", "Keep records."
    return (
        "Tax: {taxed_income} a year is usually taxable when it is received.",
        "Keep records, and ask a specialist.",
    )


def _parts(page: RiskPage) -> str | None:
    """Set each holding's part of the risk beside its part of the income."""
    told = [
        f"{one.name}: {{{one.key}.risk_share}} of the risk"
        + (
            f", {{{one.key}.income_share}} of the income"
            if f"{one.key}.income_share" in page.book
            else ""
        )
        for one in page.held
        if f"{one.key}.risk_share" in page.book
    ]
    return lines("Who carries it, by the same months:", *told) if told else None


def _buttons(answer: int, *, long: bool) -> tuple[tuple[Button, ...], ...]:
    stress = do("Stress it", answer, Intent.STRESS_TEST)
    work = say("show the working", "Show working")
    if long:
        market = do("Market risk", answer, Intent.EXPLAIN, topic="market-risk")
        contract = do("Smart-contract risk", answer, Intent.EXPLAIN, topic="smart-contract-risk")
        return ((stress, work), (market, contract))
    more = do("What softens each", answer, Intent.EXPLAIN, topic="risks+")
    return ((stress, more), (work,))
