"""The risks of what is held in words: how it moves, then each risk with its own figure."""

from datetime import datetime

from core.advice.risk_page import RiskPage
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_risk_page(page: RiskPage, answer: int, as_of: datetime, *, long: bool) -> Draft:
    """Put the risks of what is held into words: how it moved, and each risk with its figure.

    The long form says what softens each.
    """
    risks = _risks(page)
    text = paragraphs(
        lines(f"**{_headline(page)}**", ONLY_LESS if long and _falls(page) else None),
        None if long else _moves(page),
        lines(*(" ".join(told) if long else told[0] for told in risks)),
    )
    return _written(page, text, as_of, _buttons(page, answer, long=long))


def render_carriers(page: RiskPage, answer: int, as_of: datetime) -> Draft:
    """Set each part of what is held beside its part of the risk, and of the income."""
    only_less = ONLY_LESS if _falls(page) else None
    text = paragraphs(lines(f"**{_headline(page)}**", only_less), _parts(page))
    return _written(page, text, as_of, _buttons(page, answer, long=True))


def _written(
    page: RiskPage, text: str, as_of: datetime, buttons: tuple[tuple[Button, ...], ...]
) -> Draft:
    return write(
        text,
        page.book,
        closing=closing(page.book),
        buttons=buttons,
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )


def _headline(page: RiskPage) -> str:
    if _falls(page):
        return "Coin prices are the largest risk: a year like {crash_year} takes {crash_year.loss}."
    return "Nothing here moves with coin prices; a protocol or a stablecoin can fail."


def _falls(page: RiskPage) -> bool:
    return "crash_year.loss" in page.book and ratio(page.book, "crash_year.loss") > 0


ONLY_LESS = "Only less in coins softens that; what it pays does not."


def _moves(page: RiskPage) -> str | None:
    """Say how much it moved, in plain words: a bad month, the worst months, the deepest fall."""
    if "yearly_volatility" not in page.book:
        return None
    return (
        "By its months from {table_start} to {table_end}: a bad month took {bad_month_loss} or "
        "more, the worst ones {worst_months_loss} on average, and from its high it once fell "
        "{deepest_drawdown}."
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
        f"{one.name}: {{{one.key}.risk_share}}"
        + (f" · {{{one.key}.income_share}}" if f"{one.key}.income_share" in page.book else "")
        for one in page.held
        if f"{one.key}.risk_share" in page.book
    ]
    if not told:
        return None
    heading = "Part of the risk · of the income, by the months from {table_start} to {table_end}:"
    return lines(heading, *told)


def _buttons(page: RiskPage, answer: int, *, long: bool) -> tuple[tuple[Button, ...], ...]:
    stress = do("Stress it", answer, Intent.STRESS_TEST)
    work = say("show the working", "Show working")
    carried = _parts(page) is not None
    carriers = do("Who carries them", answer, Intent.EXPLAIN, topic="risks++")
    if long:
        market = do("Market risk", answer, Intent.EXPLAIN, topic="market-risk")
        contract = do("Smart-contract risk", answer, Intent.EXPLAIN, topic="smart-contract-risk")
        return ((stress, work), (market, contract))
    more = do("What softens each", answer, Intent.EXPLAIN, topic="risks+")
    return ((stress, more), (carriers, work) if carried else (work,))
