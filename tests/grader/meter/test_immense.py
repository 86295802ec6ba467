"""Numbers beyond floats and beyond printing: a card can show them."""

from katas.grader.meter.immense import written


def test_an_immense_number_is_written_as_a_power():
    numbers = (7, 10**400, 10**4400 + 7, 2 * 10**4400 - 3, 10**5000)
    assert [written(number) for number in numbers] == [
        "7",
        "10**400",
        "10**4400 + 7",
        "2 * 10**4400 - 3",
        "a number of 16610 bits",
    ]
