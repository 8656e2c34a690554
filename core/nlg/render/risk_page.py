"""The risks of what is held in words: how it moves, then each risk with its own figure."""

from datetime import datetime

from core.advice.risk_page import RiskPage
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_risk_page(page: RiskPage, answer: int, as_of: datetime, *, long: bool) -> Draft:
    """Put the risks of what is held into words; the long form adds who carries them."""
    text = paragraphs(
        f"**{_headline(page)}**",
        _moves(page),
        lines(*_risks(page)),
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
    if "crash_loss" in page.book:
        return "Coin prices are the largest risk: a year like {crash_year} takes {crash_loss}."
    return "Nothing here moves with coin prices; a protocol or a stablecoin can fail."


def _moves(page: RiskPage) -> str | None:
    """Say how much it moved, in plain words: a bad month, the worst months, the deepest fall."""
    if "yearly_volatility" not in page.book:
        return None
    return (
        "By its months from {table_start} to {table_end}: a bad month took {bad_month_loss} or "
        "more, the worst ones {worst_months_loss} on average, and from its high it once fell "
        "{deepest_drawdown}. What it pays is not counted in that."
    )


def _risks(page: RiskPage) -> list[str | None]:
    """Return a line for each risk that concerns what is held, with what softens it."""
    book = page.book
    return [
        _protocol(page),
        _dollars(page),
        "{pool_share} in pools with dollars: a doubled price costs them {pool_loss_at_double} "
        "against holding, {whole_loss_at_double} of the whole. Closely tied pairs lose less."
        if "pool_share" in book
        else None,
        _staking(page),
        f"{{chain_share}} on one chain, {(page.chain or '').capitalize()}."
        if "chain_share" in book
        else None,
        "{taxed_income} a year is usually taxable when it is received: keep records."
        if "taxed_income" in book
        else "What is paid is usually taxable when it is received: keep records.",
    ]


def _protocol(page: RiskPage) -> str | None:
    if "protocol_share" not in page.book:
        return None
    name = (page.protocol or "").replace("-", " ").title()
    return (
        f"{{protocol_share}} in one protocol, {name}: a fault in it can take all of that. "
        "Spread over audited, established ones."
    )


def _dollars(page: RiskPage) -> str | None:
    if "dollar_share" not in page.book:
        return None
    return (
        f"{{dollar_share}} in stablecoins, {{one_dollar_share}} in {page.dollar}: use more "
        "than one, and only over-collateralised protocols."
    )


def _staking(page: RiskPage) -> str | None:
    if "staked_share" not in page.book:
        return None
    wait = ""
    if "unbonding" in page.book:
        queue = " or more, by the queue" if page.queue else ""
        wait = f" Getting {page.slowest} back takes {{unbonding}}{queue}."
    slashed = ", {slashed_share} open to slashing" if "slashed_share" in page.book else ""
    return f"{{staked_share}} staked{slashed}.{wait}"


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
    return ((stress, do("More", answer, Intent.EXPLAIN, topic="risks+")), (work,))
