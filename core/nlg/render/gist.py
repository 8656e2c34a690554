"""A plan as one friend tells another: in plain words, whether it is worth it, how to begin."""

from datetime import datetime

from core.advice.gist import Gist
from core.finance.blends import Leg, Stage
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import closing, lines, paragraphs, ratio, risk_steps
from core.nlg.writing import write
from core.nlu.utterance import Intent

PLAINLY = {
    "large-cap-staking": "helps to run large networks, which pay for it in their own coins",
    "stablecoin-lending": "is dollars lent to people who leave more than they borrow as a pledge",
    "conservative-defi": "lies ready for others to swap two coins that move alike, for a fee",
    "defi-yield": "is lent and swapped in several newer programs, for more pay and more danger",
    "balanced": "is mostly large coins that are simply held, and earns a little beside",
    "aggressive-growth": "is coins that pay next to nothing and may rise or fall the most",
}
BEGUN_BY = {
    "large-cap-staking": "stake a large coin from your own wallet or by a staking token",
    "stablecoin-lending": "lend dollars on two or more old, audited markets",
    "conservative-defi": "a pool of two coins that move alike; begin with it last",
    "defi-yield": "small parts in several programs; leave it out until the rest feels easy",
    "balanced": "buy large coins in several steps, and stake what can be staked",
    "aggressive-growth": "buy in several steps over months, never all at once",
}


def render_plainly(plan: Gist, answer: int, as_of: datetime) -> Draft:
    """Say what a plan is without a term of the trade."""
    text = paragraphs(
        f"**{_split(plan)}**",
        lines(*(f"· {{{leg.index.key}.weight}} {PLAINLY[leg.index.id]}" for leg in _held(plan))),
        _pays(plan),
        _falls(plan),
    )
    steps = do("How to begin", answer, Intent.EXPLAIN, topic="first-steps")
    return _page(
        plan, text, ((_risks(answer), steps), (say("show the working", "Show working"),)), as_of
    )


def _split(plan: Gist) -> str:
    """Lead with what is done with the money."""
    money = "{capital}" if plan.has_capital else "the money"
    return f"In plain words: {money} is split, and each part has its own work."


def _pays(plan: Gist) -> str:
    if not plan.has_capital:
        return "Together they pay {blend_yield_low}–{blend_yield_high} of it a year."
    return (
        "Together they pay {pays_low}–{pays_high} a year; {pays_mid} is a fair guess, and "
        "nobody can promise it."
    )


def _falls(plan: Gist) -> str:
    if ratio(plan.book, "crash_year.loss") <= 0:
        return "It does not move with coin prices; what can go wrong is a program or a dollar coin."
    return (
        "What it pays is small beside what coins do: a year like {crash_year} would take "
        f"{_taken(plan)}, and nobody knows for how long."
    )


def _taken(plan: Gist) -> str:
    return "{crash_year.lost_money}" if plan.has_capital else "{crash_year.loss} of the money"


def render_weighed(plan: Gist, answer: int, as_of: datetime) -> Draft:
    """Weigh what a plan pays against what it may take; the decision is the person's."""
    text = paragraphs(
        "**That is yours to decide; this is what it turns on.**",
        _for_and_against(plan),
        lines(
            "It fits who can leave the money alone through such a year, has other income for that "
            "time, and would hold these coins anyway.",
            "It does not fit money that is needed within a few years, or borrowed.",
        ),
        "Only what is paid above a savings account at home is pay for the risk. A small part first "
        "shows how a bad month feels.",
    )
    begin = do("How to begin", answer, Intent.EXPLAIN, topic="first-steps")
    steps = risk_steps(plan.profile, Stage.NOW, answer)
    return _page(plan, text, ((_risks(answer), begin), steps), as_of)


def _for_and_against(plan: Gist) -> str | None:
    pays = "{pays_low}–{pays_high}" if plan.has_capital else "{blend_yield_low}–{blend_yield_high}"
    gained = f"For it: {pays} a year.{_short_of(plan)}"
    if ratio(plan.book, "crash_year.loss") <= 0:
        return lines(gained, "Against it: a program can be broken into, a dollar coin can break.")
    lost = f"a year like {{crash_year}} would take {_taken(plan)}"
    return lines(gained, f"Against it: {lost}, {{crash_year.years_lost}} of that income.")


def _short_of(plan: Gist) -> str:
    """Say where the middle of what it pays does not reach what was asked for."""
    if plan.need is None or ratio(plan.book, plan.need) <= ratio(plan.book, "blend_yield_mid"):
        return ""
    return (
        f" You asked for {{{plan.need}}} of the money a year, and {{blend_yield_mid}} can be "
        "planned on."
    )


def render_first_steps(plan: Gist, answer: int, as_of: datetime) -> Draft:
    """Say how to begin with a plan, in the order to do it; nothing of it is done here."""
    text = paragraphs(
        "**Slowly, and with a small sum first; nothing is urgent.**",
        "Keep what you need in the next few years out of it. Decide who holds the keys: you, or a "
        "company you trust with that much.",
        lines("Then, the plainest first:", *(f"· {_begun(plan, leg)}" for leg in _held(plan))),
        "Send a small sum, take it out again, then add in steps. Write down day, coin and worth of "
        "each payment, for tax.",
        "Nobody honest asks for your recovery phrase. This bot does none of it for you.",
    )
    how = do("Ways to stake", answer, Intent.EXPLAIN, topic="staking-routes")
    keys = do("Who holds the keys", answer, Intent.EXPLAIN, topic="self-custody")
    tax = do("Records for tax", answer, Intent.EXPLAIN, topic="tax-records")
    return _page(plan, text, ((how, keys), (tax, _risks(answer))), as_of)


def _begun(plan: Gist, leg: Leg) -> str:
    key = leg.index.key
    part = f"{{{key}.sum}}" if plan.has_capital else f"{{{key}.weight}}"
    return f"{part} {leg.index.name}: {BEGUN_BY[leg.index.id]}"


def _held(plan: Gist) -> list[Leg]:
    return [leg for leg in plan.blend.legs if leg.weight]


def _risks(answer: int) -> Button:
    return do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")


def _page(plan: Gist, text: str, buttons: tuple[tuple[Button, ...], ...], as_of: datetime) -> Draft:
    return write(
        text,
        plan.book,
        closing=closing(plan.book),
        buttons=buttons,
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )
