"""The European Central Bank's reference rates, read by the library whose own are the fallback."""

from io import BytesIO
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

from currency_converter import CurrencyConverter

from bot.market_data.fetching import MEGABYTE, MarketDataError
from core.money import ExchangeRates

SOURCE = "ECB"
MOST_UNPACKED = MEGABYTE


def parse_rates(body: bytes) -> ExchangeRates:
    """Return the rates of `eurofxref.zip`, those of its last day; raise MarketDataError."""
    try:
        rates = CurrencyConverter(currency_file=None, decimal=True)
        rates.load_lines(_lines(body))
        return latest(rates, SOURCE)
    except MarketDataError:
        raise
    except Exception as error:  # the library raises whatever a wrong file makes it stumble over
        raise MarketDataError("not the bank's table of rates") from error


def _lines(body: bytes) -> list[str]:
    try:
        with ZipFile(BytesIO(body)) as archive:
            inside = archive.infolist()
            if sum(one.file_size for one in inside) > MOST_UNPACKED:
                raise MarketDataError("the table of rates is too large")
            return archive.read(inside[0]).decode("utf-8").splitlines()
    except (BadZipFile, IndexError) as error:
        raise MarketDataError("not a zip file") from error


def latest(rates: CurrencyConverter, source: str) -> ExchangeRates:
    """Return the rates of the last day that the dollar has one, of the currencies current then."""
    as_of = rates.bounds["USD"].last_date
    current = sorted(c for c in rates.currencies if rates.bounds[c].last_date == as_of)
    per_euro = {code: rates.convert(1, "EUR", code, date=as_of) for code in current}
    return ExchangeRates(MappingProxyType(per_euro), source, as_of)
