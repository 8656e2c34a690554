"""What a row of a table tells of: which income, a sale or a purchase, or something else."""

from collections.abc import Mapping

from core.finance.income_records import IncomeKind
from core.finance.receipts import TradeKind

_KINDS = (
    (IncomeKind.INTEREST, ("interest", "lending", "savings", "earn")),
    (IncomeKind.FEE, ("fee income", "liquidity", "other income", "fee")),
    (IncomeKind.REWARD, ("reward", "staking", "income", "mining", "airdrop", "distribution")),
)
_TRADES = {
    **dict.fromkeys(
        ("sell", "sold", "sale", "advanced trade sell", "advance trade sell"), TradeKind.SOLD
    ),
    **dict.fromkeys(("buy", "bought", "advanced trade buy", "advance trade buy"), TradeKind.BOUGHT),
}
_MONEY = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "INR", "PLN", "SEK", "NOK"})
_NO_INCOME = ("redemption", "subscription", "purchase", "transfer", "unstak", "locked")


def _words(cells: Mapping[str, str]) -> str:
    return f"{cells.get('kind', '')} {cells.get('subtype', '')}".casefold()


def kind_of(cells: Mapping[str, str]) -> IncomeKind | TradeKind | None:
    """Return what a row tells of, by its label; None for what is neither income nor a trade.

    A trade without money beside it is one of two sides, the other being another coin. Without a
    label it is income, unless something was sent for it: that is a trade.
    """
    words = _words(cells).strip()
    if not words:
        return _trade(cells) if cells.get("sent") else IncomeKind.REWARD
    label = cells.get("kind", "").strip().casefold()
    if label in _TRADES:
        return _TRADES[label] if cells.get("worth") else None
    if any(word in words for word in _NO_INCOME):
        return None
    found = (kind for kind, known in _KINDS for word in known if word in words)
    return IncomeKind.REWARD if "reward" in words else next(found, None)


def _trade(cells: Mapping[str, str]) -> TradeKind | None:
    """Return which of two sides is money; None for coins against coins, or for a mere transfer."""
    sent, received = (_is_money(cells.get(name, "")) for name in ("sent_asset", "asset"))
    if sent is received or not cells["quantity"]:
        return None
    return TradeKind.BOUGHT if sent else TradeKind.SOLD


def _is_money(cell: str) -> bool:
    return cell.strip().upper() in _MONEY


def coins_first(cells: Mapping[str, str], kind: IncomeKind | TradeKind | None) -> Mapping[str, str]:
    """Return a trade of two sides with its coins as what is counted, and the money as worth."""
    if not cells.get("sent") or not isinstance(kind, TradeKind):
        return cells
    sides = (cells["sent"], cells["sent_asset"]), (cells["quantity"], cells["asset"])
    money, coins = sides if kind is TradeKind.BOUGHT else sides[::-1]
    return {
        **cells,
        **dict(zip(("worth", "currency"), money, strict=True)),
        **dict(zip(("quantity", "asset"), coins, strict=True)),
    }
