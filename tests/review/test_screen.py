from katas.review.planted import USUAL, planted
from katas.review.screen import WIDTH
from tests.review.screens import Typed


def test_code_fits_the_terminal_and_what_is_left_of_a_long_line_is_indented_further():
    person = Typed()
    line = f"        return {' + '.join(['left'] * 20)}"
    person.screen.show_code(f"def left():\n\n{line}\n")
    first, blank, *long = person.shown.splitlines()
    assert (first, blank) == ("def left():", "")
    assert max(map(len, long)) <= WIDTH
    assert [len(each) - len(each.lstrip()) for each in long] == [8] + [16] * (len(long) - 1)
    assert " ".join(map(str.strip, long)) == line.strip()


def test_the_code_of_each_limiter_fits_word_for_word():
    for each in (each for kata in USUAL for each in planted(kata)):
        person = Typed()
        person.screen.show_code(each.source)
        assert person.shown.split() == each.source.split()
        assert max(map(len, person.shown.splitlines())) <= WIDTH, each.name
