"""Holdings as they are named, changed and removed: short answers around the portfolio."""

from collections.abc import Iterable, Sequence

from core.advice.portfolio import PortfolioAdvice
from core.facts import YOU, FactBook, Unit, Working
from core.finance.portfolio import Kind, Position, kind_of
from core.nlg.draft import Button, Draft, names_in
from core.nlg.press import ALL, Act, act, say
from core.nlg.render.kept import taken_back
from core.nlg.render.parts import closing, joined, lines, paragraphs
from core.nlg.render.portfolio import named, unpriced_words
from core.nlg.writing import write


def counted(missing: tuple[str, ...]) -> str:
    """Say that an answer rests on what is kept, and which coins of it are not in it."""
    if not missing:
        return "Counted on what you keep here."
    verb = "has" if len(missing) == 1 else "have"
    return f"Counted on what you keep here, without {joined(missing)}, which {verb} no price."


NOTHING_IDLE = "Nothing that could earn lies idle."
MOST_BUTTONS = 6
_EXAMPLE = "10 ETH staked with Lido and 20k USDC on Aave"


def nothing_kept() -> Draft:
    """Return the answer to one who asks for a portfolio and keeps none."""
    return _plain(
        "**Nothing is kept here yet.** Say what you hold, with the place and what it does: "
        "then it is counted from now on.",
        FactBook(),
        ((say(f"I hold {_EXAMPLE}", _EXAMPLE),),),
    )


def no_holdings(kinds: tuple[str, ...]) -> Draft:
    """Return the answer to one who keeps no holdings, with what else is kept, by kind."""
    if not kinds:
        return nothing_kept()
    return _plain(
        f"**Kept here: {', '.join(kinds)}. No holdings yet.** Say what you hold, with the place "
        "and what it does: then it is counted from now on, and held against your plan.",
        FactBook(),
        (
            (say(f"I hold {_EXAMPLE}", _EXAMPLE),),
            (say("/alerts", "Alerts"), say("/settings", "Settings"), say("/export", "All of it")),
        ),
    )


def ask_which() -> Draft:
    """Ask what shall be removed where it was not named."""
    return _plain(
        "**Which one?** Say its name, as in “remove my ADA”, or take the button beside it. "
        "Nothing was changed.",
        FactBook(),
        ((say("/portfolio", "What I hold"), say("/alerts", "Alerts")),),
    )


def ask_holdings() -> Draft:
    """Ask what is held."""
    return _plain(
        "What do you hold? Say how many of which coin, and where it lies. For example:",
        FactBook(),
        ((say(f"I hold {_EXAMPLE}", _EXAMPLE),),),
    )


def not_held() -> Draft:
    """Return the answer to a removal or sale of what is not kept."""
    return _plain(
        "That is not among what you keep here, so nothing was changed.",
        FactBook(),
        ((say("/portfolio", "What I hold"),),),
    )


def kept(
    changed: Iterable[Position], whole: PortfolioAdvice, answer: int, *, watched: bool
) -> Draft:
    """Say what was saved or changed, and what the whole comes to."""
    changed = tuple(changed)
    told = "; ".join(map(named, changed[:MOST_BUTTONS]))
    more = "; and more" if len(changed) > MOST_BUTTONS else ""
    unsaid = next((one for one in changed if not one.venue and _is_taken_as_idle(one)), None)
    hint = None
    if unsaid:
        hint = (
            f"Nothing was said of what the {unsaid.asset} is doing, so it counts as idle. Name it "
            "again with its place, as in “ten ETH staked with Lido”, and its income counts too."
        )
    watches = "You are told when a peg, a protocol or a yield of it breaks: /alerts turns that off."
    locked = (one for one in changed[:MOST_BUTTONS] if one.unlocks)
    text = paragraphs(
        lines(f"**Kept: {told}{more}.**", *map(_locked, locked)),
        lines(_whole(whole), unpriced_words(whole)) or None,
        hint,
        watches if watched else None,
    )
    return _of(text, whole.book, answer)


def _is_taken_as_idle(position: Position) -> bool:
    return position.kind is None and kind_of(position) is Kind.IDLE


def _locked(position: Position) -> str:
    until = f"{{{position.key}.unlocks_on}}"
    return f"{position.asset} is locked until {until}; the weekly summary says when that is near."


def removal_asked(positions: tuple[Position, ...], answer: int) -> Draft:
    """Ask whether holdings shall be removed."""
    told = "; ".join(map(named, positions[:MOST_BUTTONS]))
    text = f"**Remove {told} from what is kept here?** Your coins stay where they are."
    numbers = tuple(position.number for position in positions[:MOST_BUTTONS])
    return _plain(text, _quantities(positions), ((act("Remove", answer, Act.REMOVE, *numbers),),))


def removal_of_all_asked(positions: tuple[Position, ...], answer: int) -> Draft:
    """Ask whether all holdings shall be removed; what else is kept stays."""
    told = "; ".join(map(named, positions[:MOST_BUTTONS]))
    more = " and all the others" if len(positions) > MOST_BUTTONS else ""
    text = (
        f"**Remove all that you hold from here: {told}{more}?** Your coins stay where they are, "
        "and your plans, records and settings are kept."
    )
    return _plain(text, _quantities(positions), ((act("Remove all", answer, Act.REMOVE, ALL),),))


def removed(positions: tuple[Position, ...], whole: PortfolioAdvice, answer: int) -> Draft:
    """Say what was removed, and what is left."""
    told = "; ".join(map(named, positions))
    working = Working()
    working.include(whole.book)
    working.include(_quantities(positions))
    text = paragraphs(f"**No longer kept: {told}.**", _whole(whole))
    return _of(text, working.book, answer)


def undone(kinds: Sequence[str], whole: PortfolioAdvice) -> Draft:
    """Say that the last change was taken back, and what is held again."""
    text = paragraphs(taken_back(kinds), _whole(whole))
    return _of(text, whole.book, None)


def change_page(positions: tuple[Position, ...], answer: int) -> Draft:
    """Say how holdings are changed in words, with a button to remove each of the first ones."""
    text = lines(
        "**Change what you hold in words.** For example:",
        "· “I hold twelve ETH” sets the number, “bought two SOL” adds, “sold one ETH” takes away",
        "· “ten ETH staked with Lido” says where it lies and what it does",
        "· “remove my ADA” removes it, once you confirm",
    )
    rows = tuple(
        (act(f"Remove {one.asset}{_place(one)}", answer, Act.ASK_REMOVAL, one.number),)
        for one in positions[:MOST_BUTTONS]
    )
    return _plain(text, FactBook(), rows)


def _place(position: Position) -> str:
    return f" on {position.venue.title()}" if position.venue else ""


def _whole(whole: PortfolioAdvice) -> str | None:
    if not whole.holdings:
        return None
    if "monthly_income_low" not in whole.book:
        return "All you hold is worth {portfolio_value} and pays nothing, as told."
    return (
        "All you hold is worth {portfolio_value} and pays "
        "{monthly_income_low}–{monthly_income_high} a month."
    )


def _of(text: str, book: FactBook, answer: int | None) -> Draft:
    """Return a reply about holdings with the ways on; its facts are those it rests on."""
    dated = [name for name in ("price_date", "exchange_date") if name in book]
    used = book.behind([*names_in(text), *dated])
    show = say("/portfolio", "Show it all")
    row = (show,) if answer is None else (show, act("Undo", answer, Act.UNDO))
    return write(text, used, closing=closing(used), buttons=(row,))


def _quantities(positions: Iterable[Position]) -> FactBook:
    working = Working()
    for one in positions:
        name = f"{one.key}.quantity"
        working.given(name, one.quantity, Unit.COUNT, YOU, note=one.asset)
    return working.book


def _plain(text: str, book: FactBook, rows: tuple[tuple[Button, ...], ...]) -> Draft:
    return write(text, book, closing="", buttons=rows)
