"""A date is read from words only if they state one that exists."""

from datetime import date

import pytest

from recommendations.plans.due_dates import date_in

DAY = date(2020, 9, 30)


@pytest.mark.parametrize(
    "words",
    [
        "30 September 2020",
        "30th September 2020",
        "30th of September 2020",
        "30 Sept 2020",
        "30 Sep. 2020",
        "30 SEPTEMBER, 2020",
        "Wednesday 30 September 2020",
        "by Wednesday, 30 September 2020.",
        "By 30 September 2020",
        "30\nSeptember\u00a02020",
        "30/09/2020",
        "30/9/2020",
        "30.09.2020",
        "30-9-2020",
    ],
)
def test_a_date_is_read(words):
    assert date_in(words) == DAY


@pytest.mark.parametrize(
    "words",
    [
        "",
        "31 September 2020",
        "31/09/2020",
        "29 February 2021",
        "09/30/2020",
        "Sept 2020",
        "September 2020",
        "2020",
        "30 September",
        "30/9/20",
        "30.09/2020",
        "0 September 2020",
        "Thursday 30 September 2020",
        "end of 30 September 2020",
        "30 September 2020 or later",
        "30 September 2020\n30 October 2020",
        "30 Septembre 2020",
        "30 Medi 2020",
        "September 30, 2020",
        "30 September 0020",
        "30 September 12020",
        "\u0663\u0660/09/2020",
        "30/\u00b2/2020",
        "ongoing",
        "Completed",
        "30 may 20200",
    ],
)
def test_no_date_is_guessed(words):
    assert date_in(words) is None


def test_day_and_month_are_in_the_british_order():
    assert date_in("04/05/2020") == date(2020, 5, 4)
    assert date_in("1 May 2020") == date(2020, 5, 1)
