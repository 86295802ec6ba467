"""A replay as a table."""

from katas.interview.numbers.picture import MOST, table


def test_columns_are_as_wide_as_they_need_and_aligned_to_the_right():
    assert table("at | answer", [("0 s", "granted"), ("10 s", "refused")]) == (
        "    at    answer\n   0 s   granted\n  10 s   refused"
    )


def test_a_long_table_is_cut_in_the_middle():
    lines = table("n", [(n,) for n in range(100)]).split("\n")
    assert len(lines) == MOST + 1
    assert [line.strip() for line in lines[1:]] == [*map(str, range(7)), "...", *map(str, range(96, 100))]


def test_a_table_that_fits_is_whole():
    assert "..." not in table("n", [(n,) for n in range(MOST)])
