import pytest

from katas.grader.timeline import Call
from katas.predict.answer import is_right, plain, read, same


@pytest.mark.parametrize(
    ("call", "typed", "words"),
    [
        ("take", "0", "granted"),
        ("take", " Granted ", "granted"),
        ("take", "3", "wait 3"),
        ("take", "wait 3", "wait 3"),
        ("take", "wait 0", "granted"),
        ("take", "200e6", "wait 200000000"),
        ("take", "wait 200_000_000", "wait 200000000"),
        ("take", "ValueError", "ValueError"),
        ("take", "error", "ValueError"),
        ("level", "2 4", "2 left, reset 4"),
        ("level", "Level(2, 4)", "2 left, reset 4"),
        ("delay", "7", "7"),
        ("allow", "yes", "True"),
        ("allow", "False", "False"),
        ("allow", "error", "ValueError"),
    ],
)
def test_an_answer_is_read_as_people_type_it(call, typed, words):
    assert read(Call(call, 0, key="ann" if call == "allow" else ""), typed) == words


@pytest.mark.parametrize(
    ("call", "typed"),
    [
        ("take", ""),
        ("take", "refused"),
        ("take", "-1"),
        ("take", "1.5"),
        ("take", "15e-1"),
        ("take", "1e999"),
        ("level", "2"),
        ("delay", "?"),
        ("allow", "3"),
    ],
)
def test_what_is_no_answer_says_what_would_be(call, typed):
    with pytest.raises(ValueError, match=f"^{call} answers .*, got '"):
        read(Call(call, 0), typed)


def test_below_the_clock_there_is_a_choice():
    assert is_right("refused", "wait 9")
    assert not is_right("refused", "granted")
    assert is_right("not negative", "0 left, reset 3")
    assert same("refused", "wait 1", "wait 9")
    assert not same("wait 2", "wait 1", "wait 9")


def test_nobody_predicts_which_of_several_binds():
    assert plain("wait 5, 0 binds") == "wait 5"
    assert plain("granted") == "granted"
