"""One number format: its examples hold, and what it writes is never farther from the truth than it says."""

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livvly_lab.report import boxes, catalog, charts, fmt, index, tables

_POSITIVE = st.floats(min_value=1e-6, max_value=1e14)
_SCALES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


_MODULES = (fmt, tables, charts, catalog, boxes, index)
_WRITERS = (fmt.number, fmt.count, fmt.size, fmt.duration, fmt.share, fmt.deviation, fmt.factor, fmt.p_value, fmt.cell)


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: str(module.__name__))
def test_the_examples_in_docstrings_hold(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted
    assert not tried.failed


@given(_POSITIVE)
def test_a_number_is_off_by_less_than_half_of_its_third_digit(value: float) -> None:
    written = float(fmt.number(value).replace(",", ""))
    assert abs(written - value) <= 0.0051 * value


@given(st.floats(min_value=1000, max_value=1e14))
def test_a_count_keeps_three_digits_and_stays_below_the_next_unit(value: float) -> None:
    number, _, unit = fmt.count(value).partition(" ")
    assert abs(float(number.replace(",", "")) * _SCALES[unit] - value) <= 0.0051 * value
    assert float(number.replace(",", "")) < 1000


@given(st.floats(min_value=0, max_value=1))
def test_a_share_is_written_as_none_or_all_only_where_it_is(value: float) -> None:
    assert (fmt.share(value) in ("0 %", "0.0 %")) == (value == 0)
    assert (fmt.share(value) in ("100 %", "100.0 %")) == (value == 1)


@given(st.floats(min_value=-5, max_value=5, exclude_min=True).filter(bool))
def test_a_deviation_always_has_its_sign(value: float) -> None:
    assert fmt.deviation(value)[0] == ("+" if value > 0 else "−")


@pytest.mark.parametrize("write", _WRITERS)
def test_what_is_absent_is_a_dash_not_a_nan(write: fmt.Formatter) -> None:
    assert write(None) == write(float("nan")) == "–"
