"""Days, weeks and months of history, numbered from its first day."""

import numpy as np

from livvly_lab.designs.wolo.population.people import People
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.draw import Ints


def first_day(people: People) -> int:
    """Return the first day of history, counted from 1970."""
    return people.since_us // DAY_US


def days(people: People) -> int:
    """Return the number of days of history."""
    return people.as_of_us // DAY_US - first_day(people)


def weeks(people: People) -> int:
    """Return the number of weeks, from Monday, that history touches."""
    return int(week_of(people, np.array([days(people) - 1]))[0]) + 1


def week_of(people: People, day: Ints) -> Ints:
    """Return the week of each day of history; 1970 began on a Thursday."""
    first = first_day(people)
    weeks_of: Ints = (day + first + 3) // 7 - (first + 3) // 7
    return weeks_of


def months(people: People) -> int:
    """Return the number of months of history."""
    return int(month_of(people, np.array([people.as_of_us - 1]))[0]) + 1


def month_of(people: People, us: Ints) -> Ints:
    """Return the month of history of each time."""
    first = np.datetime64(people.since_us, "us").astype("datetime64[M]").astype(np.int64)
    month: Ints = us.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64) - first
    return month
