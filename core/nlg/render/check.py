"""An offer, a rate or a protocol judged: the verdict, why, what is normal, what to ask."""

from datetime import datetime

from core.advice import CheckYieldAdvice
from core.advice.options import titled
from core.finance.sustainability import Doubt, Standing
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import capitalised, closing, lines, paragraphs
from core.nlg.render.peg import peg_headline, peg_supply
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_check(advice: CheckYieldAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a judgement into words; a follow-up leaves out what to ask."""
    text = paragraphs(
        lines(f"**{_headline(advice)}**", _in_a_year(advice)),
        _supply(advice),
        _story(advice),
        _normal(advice),
        _moved(advice),
        _place(advice),
        _health(advice),
        _told(advice),
        lines(*(_DOUBTS[doubt] for doubt in advice.judgement.doubts[:3])),
        _unknown(advice),
        None if brief else _advice(advice),
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        as_of=as_of if "readings_date" in advice.book else None,
    )
    return fitted(draft, _unknown(advice), _normal(advice))


def _headline(advice: CheckYieldAdvice) -> str:
    if advice.failure:
        return f"{advice.failure.name} {advice.failure.broke} on {{broke_on}}."
    if advice.protocol and advice.protocol.failed:
        return f"{advice.protocol.name} failed on {{failed_on}}."
    quoted = _quoted(advice)
    if quoted is None:
        return _headline_of_place(advice)
    match advice.judgement.standing:
        case Standing.SCREENED:
            return "No sustainable source pays that."
        case Standing.FRAGILE:
            return f"{quoted} is nothing to plan on."
        case Standing.WATCH:
            return f"{quoted} needs a closer look before you count on it."
        case _ if advice.normal:
            return f"{quoted} is within what {advice.normal.of} pays."
        case _:
            return f"{quoted} can be paid, and is never certain."


def _headline_of_place(advice: CheckYieldAdvice) -> str:
    if advice.peg:
        return peg_headline(advice.peg)
    if advice.protocol is None and advice.venue:
        return f"{titled(advice.venue)} holds your coins for you: they are its debt to you."
    if advice.protocol is None:
        return "Safe is more than a name: it depends on who pays, and from what."
    what = f"{advice.asset} at {advice.protocol.name}" if advice.asset else advice.protocol.name
    standing = advice.judgement.standing
    but = "though" if standing is Standing.STEADY else "and"
    lost = f", {but} users have lost money there" if "incidents" in advice.book else ""
    return f"{what}: {_STANDINGS[standing]}{lost}; nothing makes it safe."


_STANDINGS = {
    Standing.STEADY: "steady, by what is known here",
    Standing.WATCH: "one to watch",
    Standing.FRAGILE: "fragile, nothing to plan on",
    Standing.SCREENED: "screened out",
}


def _quoted(advice: CheckYieldAdvice) -> str | None:
    if advice.offer:
        return "{offer_return} in {offer_days}"
    if "rate_low" in advice.book:
        return "{rate_low}–{rate_high} a year"
    return None


def _in_a_year(advice: CheckYieldAdvice) -> str | None:
    """Say what an offer comes to in a year, both ways."""
    if advice.offer is None:
        return None
    if "simple_yield" not in advice.book:
        return "In a year that is more than {countless_level}: no money in the world grows so."
    if advice.countless:
        return (
            "In a year that is {simple_yield}, and more than {countless_level} when it compounds: "
            "no money in the world grows so."
        )
    return "Compounded it is {compound_yield} a year, {simple_yield} without compounding."


FAR_ABOVE = 2
"""So many times what is paid now is worth a sentence."""


def _supply(advice: CheckYieldAdvice) -> str | None:
    if advice.peg is None:
        return None
    out = "peg_outflow" in advice.book
    return peg_supply(advice.peg, out=out, known=out or "peg_inflow" in advice.book)


def _story(advice: CheckYieldAdvice) -> str | None:
    """Say why something failed, or what became of others that hold coins for people."""
    if advice.failure:
        return advice.failure.story
    if advice.venue is None or "custodians_frozen" not in advice.book:
        return None
    return (
        "Of such companies known here, {custodians_frozen} stopped paying out in one year, "
        "Celsius and FTX among them, with little warning: their books cannot be seen from outside."
    )


def _moved(advice: CheckYieldAdvice) -> str | None:
    """Say what moving there brings beside staying, from which chance on it is lost, and layers."""
    move = advice.move
    if move is None or advice.protocol is None:
        return None
    there = "now" if move.live else "in the middle of the house range"
    gain = f"{move.left.name} pays {{left_rate}} {there}"
    if move.is_more:
        gain += "; moving adds {rate_gained} a year"
    if move.is_more and "income_gained" in advice.book:
        gain += ", {income_gained}"
    if "even_chance" in advice.book:
        gain += ". Worth it only while losing all in a year is less likely than {even_chance}"
    if move.left.kind == advice.protocol.kind:
        return lines(f"{gain}.", f"At both {_HAS_TO_HOLD.get(move.left.kind, _PROGRAM)}.")
    return lines(
        f"{gain}.",
        f"At {move.left.name} {_HAS_TO_HOLD.get(move.left.kind, _PROGRAM)}; at "
        f"{advice.protocol.name} {_HAS_TO_HOLD.get(advice.protocol.kind, _PROGRAM)}.",
    )


_PROGRAM = "the program has to hold"
_HAS_TO_HOLD = {
    "lending market": "the program, the borrowers' pledges and the coin have to hold",
    "synthetic dollar": (
        "the program, its hedges at exchanges and a dollar made of both have to hold"
    ),
    "savings rate and borrowing system": (
        "the program, its reserves and its own dollar have to hold"
    ),
    "yield aggregator": "its program, the programs it lends to and the coin have to hold",
    "liquid staking": "the program, its validators and the token's discount have to hold",
    "exchange": "the program and both coins of a pool have to hold",
}


def _normal(advice: CheckYieldAdvice) -> str | None:
    if advice.normal is None or (advice.failure and _quoted(advice) is None):
        return None
    usual = f"Normal for {advice.normal.of}: {{normal_low}}–{{normal_high}} a year (house range)"
    if "normal_live" not in advice.book:
        return f"{usual}."
    live = advice.normal.live
    assert live
    now = f"{usual}; {{normal_live}} for {live.symbol} on {live.venue} ({{readings_date}})."
    rate = advice.judgement.rate
    if rate is None or rate <= FAR_ABOVE * live.rate:
        return now
    return f"{now} What is quoted is far above what is paid now."


def _place(advice: CheckYieldAdvice) -> str | None:
    if advice.unknown_protocol:
        name = titled(advice.unknown_protocol)
        return f"Nothing is known here of {name}: not its age, its audits or its losses."
    if advice.protocol is None:
        return None
    protocol = advice.protocol
    audits = "audited by its own account" if protocol.audited else "no audit known"
    told = f"{protocol.name}: {protocol.kind}, open since {{since_year}}, {audits}."
    if protocol.kind in _PAID_BY and not protocol.failed:
        told += f" What it pays comes from {_PAID_BY[protocol.kind]}."
    if protocol.failed:
        return f"{told} {capitalised(protocol.story or 'it stopped paying out')}."
    if "incidents" not in advice.book:
        return f"{told} No loss is on record here."
    latest = "Losses on record: {incidents}, the latest on {incident_day} ({incident_loss})"
    worst = ", the worst on {worst_day} ({worst_loss})" if "worst_day" in advice.book else ""
    return f"{told} {latest}{worst}."


_PAID_BY = {
    "lending market": "borrowers' interest",
    "synthetic dollar": "traders who pay to hold leverage, and what its reserves earn",
    "savings rate and borrowing system": "borrowers' fees and what its reserves earn",
    "borrowing system": "borrowers' fees",
    "liquid staking": "network rewards, less its fee",
    "restaking": "network rewards and fees of what it secures, often topped up with tokens",
    "exchange": "traders' fees",
    "derivatives exchange": "traders' fees and losses",
    "yield aggregator": "the protocols it lends to, less its fee",
    "tokenised treasuries": "government bonds",
}
"""Who pays, which is what a yield lasts by (B3)."""


def _health(advice: CheckYieldAdvice) -> str | None:
    """Say what lies in a protocol and what it earns, where it was read."""
    if "protocol_size" not in advice.book:
        return None
    told = "{protocol_size} lies in it"
    if "size_change" in advice.book:
        told += ", {size_change} over a week"
    if "fees_size" in advice.book:
        told += "; those who use it pay {fees_size} a year at the pace of the last month"
    return f"{told}."


def _told(advice: CheckYieldAdvice) -> str | None:
    """Say what was counted as the person tells it."""
    parts = [
        words
        for name, words in (
            ("told_size", "{told_size} in it"),
            ("told_age", "{told_age} old"),
            ("token_share", "{token_share} of the yield paid in tokens"),
        )
        if name in advice.book
    ]
    if advice.audit_told is not None:
        parts.append("audited" if advice.audit_told else "no audit")
    return f"Counted as you tell it: {', '.join(parts)}." if parts else None


_DOUBTS = {
    Doubt.OVER_SCREEN: (
        "Yields above {screen_level} a year are screened out here: they come from new deposits "
        "or new tokens."
    ),
    Doubt.FAILED: "Whoever offers it today offers something else under that name.",
    Doubt.OUTLIER: "Above {outlier_level} even real pools are outliers whose yield does not last.",
    Doubt.FAR_ABOVE_NORMAL: "It is far above the top of what the same source pays.",
    Doubt.ABOVE_NORMAL: "It is above the top of what the same source pays.",
    Doubt.HIGH: "It is above {high_level}, the top of what DeFi pays in favourable markets.",
    Doubt.MOSTLY_REWARDS: "Nearly all of it is paid in reward tokens, which dilute.",
    Doubt.REWARDS: "More than half of it is paid in reward tokens, which dilute.",
    Doubt.UNCOVERED: "It is more than the protocol earns.",
    Doubt.INCIDENT: "Users lost money there not long ago.",
    Doubt.UNAUDITED: "No audit is known.",
    Doubt.NEW: "It is too new to have been through a bad time.",
    Doubt.YOUNG: "It has not been through a full year.",
    Doubt.UNKNOWN: "Nothing is known here of the place, which counts against it.",
    Doubt.VOLATILE: "Its yield has varied more than its own middle.",
    Doubt.FALLING: "Its yield has been falling.",
    Doubt.SMALL: "It is small: a few leaving can empty it.",
}
_UNKNOWN = {
    "reward": "which part is paid in new tokens",
    "revenue": "what it earns",
    "history": "how its yield moved",
    "size": "how much money is in it",
}


def _unknown(advice: CheckYieldAdvice) -> str | None:
    """List what the judgement had to do without, where a place was judged."""
    if advice.protocol is None or advice.protocol.failed:
        return None
    named = [words for name, words in _UNKNOWN.items() if name in advice.judgement.unknown]
    return f"Not known here: {', '.join(named)}." if named else None


def _advice(advice: CheckYieldAdvice) -> str | None:
    if advice.failure and _quoted(advice) is None:
        return None
    if advice.peg:
        return (
            "What could still go wrong: the issuer, the bank or the collateral behind it, or all "
            "leaving at once. More than one stablecoin is safer than one."
        )
    if advice.judgement.standing is Standing.STEADY:
        return (
            "What could still go wrong: the coin's price, the program, or a rate that falls. "
            "Steady is not certain."
        )
    return (
        "Ask where the money comes from. If the answer is not fees, interest or network rewards, "
        "stay out; and never pay anything to get a payout."
    )


def _buttons(advice: CheckYieldAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    judge = do("How I judge yields", answer, Intent.EXPLAIN, topic="sustainable-yield")
    pitfalls = do("The usual traps", answer, Intent.EXPLAIN, topic="pitfalls")
    if _quoted(advice) is None:
        return ((judge, pitfalls),)
    return ((judge, pitfalls), (do("Show working", answer, Intent.SHOW_WORKING),))
