"""Files of income or holdings: read by line, shown before they are kept, never twice."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.tables import (
    LARGEST_FILE,
    MOST_ROWS,
    FileProblem,
    RowProblem,
    Table,
    read_table,
    table_in,
)
from core.finance.income_records import IncomeKind
from core.finance.portfolio import Kind
from core.finance.receipts import Receipt
from core.nlg.income_files import income_files
from tests.dialogue.talk import AT, Talk

TODAY = AT.date()
OWN = "date,asset,quantity,kind,worth,currency\n2026-01-03,ATOM,12.5,reward,100.5,USD\n"


def read(content: str | bytes) -> Table:
    table = read_table(content.encode() if isinstance(content, str) else content, TODAY, 1)
    assert isinstance(table, Table), table
    return table


def problems(content: str) -> list[tuple[int, RowProblem]]:
    return [(row.line, row.problem) for row in read(content).left_out]


def test_preview_before_keeping() -> None:
    """A file is shown first; it is kept when that is confirmed, and only then."""
    talk = Talk()
    talk.send(OWN)
    assert not talk.person.receipts
    talk.press("Keep it")
    (receipt,) = talk.person.receipts
    assert receipt.worth == Decimal("100.5")
    assert talk.person.pending is None


def test_dropped() -> None:
    """What is dropped is not kept, and its button keeps nothing any more."""
    talk = Talk()
    talk.send(OWN)
    keep = talk.state.buttons[0].press
    talk.press("Drop it")
    assert not talk.press_raw(keep).effects
    assert not talk.person.receipts


def test_same_file_twice() -> None:
    """Sent again, nothing of it is new, and nothing is doubled."""
    talk = Talk()
    for _ in range(2):
        talk.send(OWN)
        if talk.state.buttons:
            talk.press("Keep it")
    assert len(talk.person.receipts) == 1


def test_only_the_last_file_waits() -> None:
    """The button of a file before the last keeps nothing, least of all the other's rows."""
    talk = Talk()
    talk.send(OWN)
    old = talk.state.buttons[0].press
    talk.send(OWN.replace("12.5", "13"))
    new = talk.state.buttons[0].press
    assert not talk.press_raw(old).effects
    talk.press_raw(new)
    assert [one.quantity for one in talk.person.receipts] == [13]


def test_pasted_as_a_message() -> None:
    """A table in a message is the file it is; one line of words is none."""
    talk = Talk()
    talk.say(OWN)
    talk.press("Keep it")
    assert len(talk.person.receipts) == 1
    assert not table_in("I have 300k, want 1k a month\nand that is all")


def test_holdings() -> None:
    """A table without dates holds holdings; one kept in the same place is set, not doubled."""
    talk = Talk()
    talk.send("asset,quantity,venue,kind\nETH,10,lido,staked\nUSDC,20000,aave,lent\n")
    talk.press("Keep it")
    talk.send("asset,quantity,venue,kind\nETH,11,lido,staked\nUSDC,20000,aave,lent\n")
    talk.press("Keep it")
    held = {one.asset: (one.quantity, one.kind) for one in talk.person.holdings}
    assert held == {"ETH": (Decimal(11), Kind.STAKED), "USDC": (Decimal(20000), Kind.LENT)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Koinly Date,Received Amount,Received Currency,Net Worth Amount,Net Worth Currency,"
            "Label,TxHash\n2026-03-01 04:12 UTC,1.5,SOL,200,USD,reward,abc\n"
            "2026-03-02 04:12 UTC,1.5,SOL,200,USD,trade,abd\n",
            (date(2026, 3, 1), "SOL", Decimal("1.5"), IncomeKind.REWARD),
        ),
        (
            "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n"
            "1,2026-03-01 04:12:09,Spot,Simple Earn Flexible Interest,USDT,0.31,\n"
            "1,2026-03-01 04:12:09,Spot,Buy,BTC,1,\n",
            (date(2026, 3, 1), "USDT", Decimal("0.31"), IncomeKind.INTEREST),
        ),
        (
            "You can use this report\n\nTimestamp,Transaction Type,Asset,Quantity Transacted,"
            "Spot Price Currency,Subtotal\n2026-03-01T04:12:09Z,Staking Income,ADA,3,USD,1.2\n",
            (date(2026, 3, 1), "ADA", Decimal(3), IncomeKind.REWARD),
        ),
        (
            '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
            '"L1","R1","2026-03-01 04:12:09","staking","","currency","DOT.S","2.5","0","9"\n',
            (date(2026, 3, 1), "DOT", Decimal("2.5"), IncomeKind.REWARD),
        ),
    ],
    ids=["koinly", "binance", "coinbase", "kraken"],
)
def test_known_exports(content: str, expected: tuple[date, str, Decimal, IncomeKind]) -> None:
    """The exports of others are told by their header; what is no income is left out."""
    (receipt,) = read(content).receipts
    assert (receipt.day, receipt.asset, receipt.quantity, receipt.kind) == expected


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + OWN,
        OWN.encode("utf-16"),
        OWN.replace("\n", "\r\n"),
        "date;asset;quantity;kind;worth;currency\n03.01.2026;ATOM;12,5;reward;100,5;USD\n",
        "date\tasset\tquantity\tworth\n2026-01-03\tatom\t12.5\t100.5\n",
        OWN + "\n , , \n",
        OWN.replace("12.5", '"12.50"'),
    ],
    ids=["mark", "utf-16", "windows", "semicolons", "tabs", "empty rows", "quoted"],
)
def test_written_otherwise(content: str | bytes) -> None:
    """The same table in another dress is the same record."""
    (receipt,) = read(content).receipts
    assert (receipt.day, receipt.asset) == (date(2026, 1, 3), "ATOM")
    assert (receipt.quantity, receipt.worth) == (Decimal("12.5"), Decimal("100.5"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b" \r\n ", FileProblem.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FileProblem.NOT_TEXT),
        (OWN.replace("ATOM", "Ätom").encode("latin-1"), FileProblem.NOT_UTF8),
        (b"hello\nworld\n", FileProblem.NO_HEADER),
        (b"date,asset,quantity\n" + b"2026-01-01,ETH,1\n" * (MOST_ROWS + 1), FileProblem.TOO_LONG),
        (b"x" * (LARGEST_FILE + 1), FileProblem.TOO_LARGE),
    ],
    ids=["empty", "blank", "picture", "latin", "words", "too long", "too large"],
)
def test_no_table(content: bytes, problem: FileProblem) -> None:
    """A file that is no table is one clear line, and nothing of it is kept."""
    assert read_table(content, TODAY, 1) is problem
    turn = Talk().send(content)
    assert not turn.effects
    assert "othing was kept" in turn.draft.text


def test_refused_by_its_size() -> None:
    """A file that the door did not fetch is answered like one that is too large."""
    assert "too large" in Talk().send(FileProblem.TOO_LARGE).draft.text


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("soon,ETH,1", RowProblem.NO_DATE),
        ("2026-12-01,ETH,1", RowProblem.FUTURE),
        ("2026-01-01,NOSUCHCOIN,1", RowProblem.UNKNOWN_ASSET),
        ("2026-01-01,ETH,lots", RowProblem.NO_NUMBER),
        ("2026-01-01,ETH,NaN", RowProblem.NO_NUMBER),
        ("2026-01-01,ETH,-1", RowProblem.NOT_POSITIVE),
        ("2026-01-01,ETH,0", RowProblem.NOT_POSITIVE),
        ("2026-01-01,ETH,1e30", RowProblem.TOO_LARGE),
        ("2026-01-01", RowProblem.UNKNOWN_ASSET),
        ("2026-01-02,ETH,2", RowProblem.TWICE),
    ],
)
def test_row_left_out(row: str, problem: RowProblem) -> None:
    """A row that makes no sense is named by its line; the others are taken."""
    content = f"date,asset,quantity\n2026-01-02,ETH,2\n{row}\n2026-01-03,ADA,1\n"
    assert problems(content) == [(3, problem)]
    assert len(read(content).receipts) == 2


def test_formula_in_a_cell_is_words() -> None:
    """What a spreadsheet would run is text that comes out marked as such."""
    content = OWN.replace("\n", ",venue\n", 1).replace("USD\n", "USD,=cmd()\n")
    (receipt,) = read(content).receipts
    assert "'=cmd()" in income_files([receipt])[0].content


RECEIPTS = st.lists(
    st.builds(
        Receipt,
        st.just(1),
        st.dates(date(2015, 1, 1), TODAY),
        st.sampled_from(["ETH", "ATOM", "USDC"]),
        st.decimals(Decimal("1e-8"), Decimal("1e9"), places=8),
        st.sampled_from(IncomeKind),
        st.one_of(st.none(), st.decimals(0, Decimal("1e9"), places=2)),
        st.just("USD"),
        st.sampled_from(["", "aave", "=x"]),
        st.text("abc0", min_size=1, max_size=5),
    ),
    max_size=8,
    unique_by=lambda one: (one.day, one.asset, one.quantity, one.kind, one.reference),
)


@given(RECEIPTS)
def test_own_files_come_back(receipts: list[Receipt]) -> None:
    """What was handed out as our own table is read again as the same records."""
    content = income_files(receipts)[0].content
    if receipts:
        again = read(content).receipts
        assert sorted(map(_plain, again)) == sorted(map(_plain, receipts))


def _plain(one: Receipt) -> tuple[object, ...]:
    worth = "" if one.worth is None else str(one.worth.normalize())
    return (one.day, one.asset, one.quantity, one.kind, worth, one.venue, one.reference)


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    """Whatever a stranger sends is a table or one of the problems, and never an error of ours."""
    for prefix in (b"", b"date,asset,quantity\n"):
        read_table(prefix + content, TODAY, 1)


def test_more_holdings_than_can_be_kept() -> None:
    """A list beyond all measure is refused as a whole: nothing is half saved."""
    rows = "".join(f"ETH,1,place{n}\n" for n in range(10_000))
    turn = Talk().send("asset,quantity,venue\n" + rows)
    assert not turn.effects
    assert "more holdings" in turn.draft.text


def test_yes_keeps_a_file_and_undo_takes_it_back() -> None:
    """A plain yes under the preview keeps it; undo leaves what was there before, as it was."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    talk.send("asset,quantity,venue,kind\nETH,12,lido,staked\nADA,500,,\n")
    talk.say("yes")
    assert talk.held == {"ETH": 12, "ADA": 500}
    talk.say("undo")
    assert talk.held == {"ETH": 10}
    talk.send("asset,quantity\nADA,500\n")
    talk.say("no")
    assert talk.held == {"ETH": 10}
    assert not talk.person.pending


def test_yes_removes_only_what_was_asked_about() -> None:
    """A yes under the question removes; under an alert that was just set it removes nothing."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    talk.say("tell me when ETH drops below $2,000")
    count = len(talk.person.alerts)
    talk.say("yes")
    assert len(talk.person.alerts) == count
    talk.say("remove my ETH")
    talk.say("thanks")
    talk.say("yes")
    assert talk.held == {"ETH": 10}
    talk.say("I sold everything")
    talk.say("yes")
    assert not talk.held


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (("3/4/2026", "3/25/2026"), [date(2026, 3, 4), date(2026, 3, 25)]),
        (("3/4/2026", "25/3/2026"), [date(2026, 4, 3), date(2026, 3, 25)]),
        (("3/4/2026", "5/5/2026"), [date(2026, 5, 5)]),
        (("3.4.2026", "2026-05-06"), [date(2026, 4, 3), date(2026, 5, 6)]),
    ],
)
def test_days_with_strokes(days: tuple[str, ...], kept: list[date]) -> None:
    """Another day of the table tells whether months lead; where none does the row is left out."""
    talk = Talk()
    rows = "".join(f"{day},ETH,{number},reward,1\n" for number, day in enumerate(days, 1))
    told = talk.send(f"date,asset,quantity,kind,worth\n{rows}").draft.text
    pending = talk.person.pending
    assert pending
    assert [one.day for one in pending.receipts] == kept
    assert ("can be read in two ways" in told) == (len(kept) < len(days))


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [("1,5", "1.5"), ("0,125", "0.125"), ("1,234", "1234"), ("1,234.5", "1234.5")],
)
def test_a_comma_in_a_quoted_number(cell: str, quantity: str) -> None:
    """A comma parts thousands only where three digits follow; else it is the decimal mark."""
    talk = Talk()
    talk.send(f'asset,quantity\nETH,"{cell}"\n')
    pending = talk.person.pending
    assert pending
    assert [one.quantity for one in pending.holdings] == [Decimal(quantity)]


LEDGER = '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'


def test_fee_of_a_ledger_is_taken_off() -> None:
    """What a ledger's fee takes of a reward was never received; a fee above it leaves nothing."""
    table = read(
        LEDGER + '"L1","R1","2026-03-01 04:12:09","staking","","currency","DOT.S","2.5","0.4","9"\n'
        '"L2","R2","2026-03-02 04:12:09","staking","","currency","DOT.S","0.1","0.4","9"\n'
    )
    assert [one.quantity for one in table.receipts] == [Decimal("2.1")]
    assert [(row.line, row.problem) for row in table.left_out] == [(3, RowProblem.NOT_POSITIVE)]


def test_fee_in_other_money_is_not_taken_off() -> None:
    """A column of fees of another table may be in any money, so it takes nothing off."""
    table = read("date,asset,quantity,kind,fee\n2026-01-03,ATOM,12.5,reward,3\n")
    assert [one.quantity for one in table.receipts] == [Decimal("12.5")]


@pytest.mark.parametrize(
    ("header", "cell", "currency", "told_in"),
    [
        ("worth", "100.5", "EUR", ["EUR"]),
        ("worth,currency", "100.5,", "EUR", ["EUR"]),
        ("worth,currency", "100.5,GBP", "GBP", []),
        ("value (usd)", "100.5", "USD", []),
        ("worth", "", "USD", []),
    ],
)
def test_worth_without_a_currency(
    header: str, cell: str, currency: str, told_in: list[str]
) -> None:
    """A worth without a currency is taken in the person's own, and that is said."""
    talk = Talk()
    talk.say("set my currency to euros")
    turn = talk.send(f"date,asset,quantity,{header}\n2026-01-03,ATOM,12.5,{cell}\n")
    assert re.findall(r"without a currency is taken in (\w+)", turn.draft.text) == told_in
    talk.press("Keep it")
    (receipt,) = talk.person.receipts
    assert not cell or receipt.currency == currency


@pytest.mark.parametrize(
    ("rows", "open_at"),
    [
        ('2026-01-01,"ATOM,1\n2026-01-02,ETH,1\n2026-01-03,ADA,1\n', [2]),
        ('2026-01-01,"ATOM,1\n2026-01-02,ETH,1\n2026-01-03,ADA,1\n2026-01-04,SOL,"1\n', [2, 5]),
        ('2026-01-02,ETH,1\n2026-01-03,ADA,1\n2026-01-04,SOL,"1', [4]),
    ],
    ids=["first", "two", "last"],
)
def test_quote_that_never_closes(rows: str, open_at: list[int]) -> None:
    """An open quote costs its own line, which is named; the rows after it are read."""
    content = f"date,asset,quantity\n{rows}"
    assert problems(content) == [(line, RowProblem.UNCLOSED) for line in open_at]
    assert {one.asset for one in read(content).receipts} == {"ETH", "ADA"}
    assert "quotation mark in it is never closed" in Talk().send(content).draft.text


def test_lines_within_a_quoted_cell() -> None:
    """A cell may hold lines of its own, and what is wrong after it is named by its true line."""
    content = 'date,asset,quantity,note\n2026-01-01,ATOM,1,"one\ntwo"\nsoon,ETH,1,\n'
    assert problems(content) == [(4, RowProblem.NO_DATE)]
    assert len(read(content).receipts) == 1


def test_a_line_as_long_as_a_book() -> None:
    """A line that is longer than any row names no columns."""
    assert read_table(b"x" * 200_000, TODAY, 1) is FileProblem.NO_HEADER
