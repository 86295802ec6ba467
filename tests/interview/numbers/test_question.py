"""What is said of what was typed."""

from fractions import Fraction

from katas.interview.numbers.question import Question, judge


def asked(**more):
    given = {"unit": "requests", "answer": 40, "picture": "  0 s", "takeaway": "Count both windows."}
    return Question.of("any", "How many requests?", **given | more)


def test_the_answer_is_right_in_any_spelling():
    for typed in ["40", "40 requests", "80/2", "40.0", "  40"]:
        assert judge(asked(), typed) == (True, "Right: 40 requests.", True)


def test_a_wrong_number_is_told_the_answer():
    assert judge(asked(), "41") == (False, "Wrong: it is 40 requests; you said 41 requests.", True)


def test_a_known_slip_is_told_its_reason():
    question = asked(slips=((20, "That is one window."), (39, "That is the other algorithm.")))
    assert judge(question, "39").said == "Wrong: it is 40 requests; you said 39 requests. That is the other algorithm."


def test_what_can_not_be_read_is_no_answer():
    judgement = judge(asked(), "2N")
    assert not judgement.counts
    assert not judgement.right


def test_a_bare_number_that_is_right_in_another_unit_is_asked_again():
    question = asked(unit="ms", answer=600)
    assert not judge(question, "0.6").counts
    assert judge(question, "0.6 s").right
    assert judge(question, "0.6 ms").counts
    assert not judge(question, "6e-1").counts
    assert not judge(asked(unit="MB", answer=800), "8E8").counts


def test_what_was_typed_is_repeated_with_its_unit():
    question = asked(unit="s", answer=30)
    assert judge(question, "29").said == "Wrong: it is 30 s; you said 29 s."
    assert judge(question, "29 s").said == "Wrong: it is 30 s; you said 29 s."
    assert judge(question, "1 min.").said == "Wrong: it is 30 s; you said 1 min."


def test_an_answer_may_be_accepted_from_near():
    question = asked(unit="MB", answer=8, accepts=Fraction(5, 100))
    assert judge(question, "8 MiB").right
    assert not judge(question, "9 MB").right


def test_a_slip_that_equals_the_answer_or_another_is_left_out():
    question = asked(slips=((40, "right"), (20, "first"), (20, "second"), (-1, "below nothing")))
    assert [slip.why for slip in question.slips] == ["first"]


def test_texts_are_wrapped_and_indented_lines_stay():
    question = Question.of(
        "any", "word " * 40 + "\n  code   stays", unit="s", answer=1, picture="", takeaway="word " * 40
    )
    assert max(map(len, question.text.splitlines())) <= 78
    assert question.text.endswith("\n  code   stays")
    assert len(question.takeaway.splitlines()) > 1
