"""One way to write a number, on the page, in a picture and in the terminal.

Three significant digits; the unit stands beside the value; absent is `–` and zero is `0`. A share that would
round to nothing or to everything says so instead of lying.
"""

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from livvly_lab.domain.results import Interval

ABSENT = "–"
MINUS = "−"
Formatter = Callable[[Any], str]

_UNIT = re.compile(r"(?<=\d) (?=%|(?:ms|s|min|k|M|G|T|B|[KMGTP]iB)\b)")


def is_absent(value: object) -> bool:
    """Tell whether there is no value: None, NaN, NaT or pandas' NA.

    >>> is_absent(None), is_absent(float("nan")), is_absent(0), is_absent("")
    (True, True, False, False)
    """
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (value != value)


def number(value: float | None, digits: int = 3) -> str:
    """Write a plain number to `digits` significant digits, never in scientific notation.

    >>> number(2.6149), number(20), number(0.00123), number(0), number(12345.6), number(None), number(-1.5)
    ('2.61', '20.0', '0.00123', '0', '12,346', '–', '−1.50')
    """
    if value is None or is_absent(value):
        return ABSENT
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    return f"{value:,.{max(0, digits - 1 - magnitude)}f}".replace("-", MINUS)


def exact(value: int | None) -> str:
    """Write a whole number in full, with thousands separated.

    >>> exact(20000), exact(0), exact(-3), exact(None)
    ('20,000', '0', '−3', '–')
    """
    return ABSENT if value is None or is_absent(value) else f"{int(value):,}".replace("-", MINUS)


def count(value: float | None) -> str:
    """Write a number of things: in full below a thousand, then in k, M, G.

    >>> count(7), count(999), count(20000), count(1_310_000), count(999_999), count(2.5e9), count(0), count(None)
    ('7', '999', '20.0 k', '1.31 M', '1.00 M', '2.50 G', '0', '–')
    >>> count(1.5)
    '1.50'
    """
    if value is None or is_absent(value):
        return ABSENT
    if abs(value) < 1000:
        return exact(int(value)) if float(value).is_integer() else number(value)
    return _scaled(value, 1000, ("", " k", " M", " G", " T"))


def size(value_bytes: float | None) -> str:
    """Write a number of bytes in binary units.

    >>> size(851_443_712), size(0), size(512), size(1024), size(8192), size(1.3 * 2**30), size(None)
    ('812 MiB', '0 B', '512 B', '1.00 KiB', '8.00 KiB', '1.30 GiB', '–')
    """
    if value_bytes is None or is_absent(value_bytes):
        return ABSENT
    if abs(value_bytes) < 1024:
        return f"{exact(round(value_bytes))} B"
    return _scaled(value_bytes, 1024, (" B", " KiB", " MiB", " GiB", " TiB", " PiB"))


def duration(value_ms: float | None) -> str:
    """Write a time given in milliseconds.

    >>> duration(2.6149), duration(0.0213), duration(1234), duration(95_900), duration(180_000), duration(0)
    ('2.61 ms', '0.0213 ms', '1.23 s', '95.9 s', '3.00 min', '0 ms')
    """
    if value_ms is None or is_absent(value_ms):
        return ABSENT
    if abs(value_ms) < 1000:
        return f"{number(value_ms)} ms"
    return f"{number(value_ms / 1000)} s" if abs(value_ms) < 120_000 else f"{number(value_ms / 60_000)} min"


def share(value: float | None, decimals: int = 1) -> str:
    """Write a part of a whole (0.041 is 4.1 %); what would round to none or to all says `<` or `>`.

    >>> share(0.041), share(0.125), share(0), share(1), share(0.0001), share(0.9999), share(0.704, 0), share(None)
    ('4.1 %', '12.5 %', '0 %', '100 %', '<0.1 %', '>99.9 %', '70 %', '–')
    """
    if value is None or is_absent(value):
        return ABSENT
    if value in (0, 1):
        return f"{value * 100:.0f} %"
    step = 10.0**-decimals
    if 0 < value < step / 200:
        return f"<{step:.{decimals}f} %"
    if 1 - step / 200 < value < 1:
        return f">{100 - step:.{decimals}f} %"
    return f"{value * 100:.{decimals}f} %".replace("-", MINUS)


def deviation(value: float | None, decimals: int = 1) -> str:
    """Write a relative difference with its sign.

    >>> deviation(0.041), deviation(-0.0032), deviation(0), deviation(0.00001), deviation(None)
    ('+4.1 %', '−0.3 %', '0 %', '+<0.1 %', '–')
    """
    if value is None or is_absent(value):
        return ABSENT
    if value == 0:
        return "0 %"
    sign = "+" if value > 0 else MINUS
    if round(abs(value) * 100, decimals) == 0:
        return f"{sign}<{10.0**-decimals:.{decimals}f} %"
    return f"{sign}{abs(value) * 100:.{decimals}f} %"


def factor(value: float | None) -> str:
    """Write how many times as much.

    >>> factor(37.2), factor(1.254), factor(1000), factor(0.5), factor(None)
    ('×37', '×1.25', '×1,000', '×0.500', '–')
    """
    if value is None or is_absent(value):
        return ABSENT
    return f"×{number(value, 2 if abs(value) >= 10 else 3)}"


def p_value(value: float | None) -> str:
    """Write the probability of a test's outcome under its null hypothesis.

    >>> p_value(0.0321), p_value(0.6), p_value(1e-9), p_value(None)
    ('p = 0.032', 'p = 0.600', 'p < 0.001', '–')
    """
    if value is None or is_absent(value):
        return ABSENT
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def interval(value: Interval, unit: str = "", scale: float = 1.0) -> str:
    """Write an uncertain number: the middle, its ends in the same unit and decimals, level and n.

    `scale` multiplies all three, such as 100 for a share in percent.

    >>> interval(Interval(204.2, 212.1, 220.9, 0.95, 20), "ms")
    '212 ms [204, 221], 95 %, n=20'
    >>> interval(Interval(0.7, 0.82, 0.9, 0.95, 328), "%", scale=100)
    '82.0 % [70.0, 90.0], 95 %, n=328'
    """
    decimals = _decimals(max(abs(value.low), abs(value.mid), abs(value.high)) * scale)
    low, mid, high = (f"{end * scale:.{decimals}f}".replace("-", MINUS) for end in (value.low, value.mid, value.high))
    return f"{mid}{' ' if unit else ''}{unit} [{low}, {high}], {value.level * 100:g} %, n={value.n}"


def size_range(value: Interval) -> str:
    """Write an uncertain number of bytes: the middle, and its ends in the unit of the middle.

    >>> size_range(Interval(7.9 * 2**30, 8.14 * 2**30, 8.4 * 2**30, 0.95, 9))
    '8.14 GiB [7.90, 8.40]'
    """
    return _range(value, size)


def count_range(value: Interval) -> str:
    """Write an uncertain number of things: the middle, and its ends in the unit of the middle.

    >>> count_range(Interval(1_700_000, 1_900_000, 2_200_000, 0.95, 9))
    '1.90 M [1.70, 2.20]'
    """
    return _range(value, count)


def _range(value: Interval, write: Formatter) -> str:
    """Write the middle of an interval with its unit, and the ends as parts of that unit, with its decimals."""
    middle = write(value.mid)
    digits, _, _ = middle.partition(" ")
    written = float(digits.replace(",", "").replace(MINUS, "-"))
    if not written:
        return middle
    unit, decimals = value.mid / written, len(digits.partition(".")[2])
    low, high = (f"{end / unit:,.{decimals}f}".replace("-", MINUS) for end in (value.low, value.high))
    return f"{middle} [{low}, {high}]"


def fixed(decimals: int, scale: float = 1.0) -> Formatter:
    """Return a formatter for a column of a table, where all values have the same decimals.

    >>> p50 = fixed(2)
    >>> p50(2.614), p50(0), p50(None), fixed(1, scale=100)(-0.0412), fixed(1)(12345.67)
    ('2.61', '0.00', '–', '−4.1', '12,345.7')
    """

    def write(value: float | None) -> str:
        if value is None or is_absent(value):
            return ABSENT
        return f"{value * scale:,.{decimals}f}".replace("-", MINUS)

    return write


def mebibytes(decimals: int = 1) -> Formatter:
    """Return a formatter for a column of bytes whose header says MiB.

    >>> mebibytes()(3_145_728), mebibytes(2)(0)
    ('3.0', '0.00')
    """
    return fixed(decimals, scale=2.0**-20)


def plural(n: int, one: str, many: str | None = None) -> str:
    """Write a number of things with the right form of the noun.

    >>> plural(1, "row"), plural(0, "row"), plural(2500, "query", "queries"), plural(1, "query", "queries")
    ('1 row', '0 rows', '2.50 k queries', '1 query')
    """
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def unbroken(text: str) -> str:
    r"""Return a text in which no line breaks between a number and its unit.

    >>> unbroken("212 ms of 1.2 k rows, 4.1 %, 8 shards").replace("\u00a0", "~")
    '212~ms of 1.2~k rows, 4.1~%, 8 shards'
    """
    return _UNIT.sub("\u00a0", text)


def listing(items: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"]), listing([])
    ('a', 'a and b', 'a, b and c', '')
    """
    words = list(items)
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def cell(value: Any) -> str:
    """Write a value whose column declares nothing: whole numbers in full, others to three digits, text as it is.

    >>> cell(12000), cell(0.12345), cell("calls"), cell(None), cell(True), cell(())
    ('12,000', '0.123', 'calls', '–', 'yes', '–')
    >>> cell(("a", "b"))
    'a, b'
    """
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(cell(item) for item in value) or ABSENT
    if is_absent(value):
        return ABSENT
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return "yes" if value else "no"
    if not is_number(value):
        return str(value)
    return exact(int(value)) if float(value).is_integer() else number(float(value))


def is_number(value: object) -> bool:
    """Tell whether a value counts or measures something (a truth value does not).

    >>> is_number(3), is_number(2.5), is_number(True), is_number("3")
    (True, True, False, False)
    """
    return hasattr(value, "__float__") and not isinstance(value, bool) and type(value).__name__ not in ("bool", "bool_")


def _decimals(largest: float, digits: int = 3) -> int:
    return max(0, digits - 1 - math.floor(math.log10(largest))) if largest else 0


def _scaled(value: float, base: int, units: tuple[str, ...]) -> str:
    power = min(int(math.log(abs(value), base)), len(units) - 1)
    if abs(float(f"{value / base**power:.2e}")) >= base and power + 1 < len(units):
        power += 1
    return f"{number(value / base**power)}{units[power]}"
