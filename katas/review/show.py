"""The first step: a timeline that gets a wrong answer."""

from katas.grader.report.card import replay_card
from katas.grader.report.pytest_command import from_here
from katas.grader.verdict import Report
from katas.review.exercise import Exercise, is_wrong
from katas.review.screen import LOST, WIDTH

_FORMS = {
    "composite_limits": "TokenBucket LIMIT/PERIOD + FixedWindow LIMIT/PERIOD: take(NOW, COST) level(NOW)",
    "keyed_limiter": "LIMIT/PERIOD: allow(NOW, KEY) allow(NOW, KEY, COST)",
    "leaky_bucket": "LIMIT/PERIOD burst BURST: take(NOW) take(NOW, COST) level(NOW) delay(NOW)",
    "token_bucket": "LIMIT/PERIOD burst BURST: take(NOW) take(NOW, COST) level(NOW)",
    "gcra": "LIMIT/PERIOD burst BURST: take(NOW) take(NOW, COST) level(NOW)",
    "redis_token_bucket": "LIMIT/PERIOD burst BURST: take(NOW) take(NOW, COST), in microseconds",
    "http_middleware": "middleware('10/minute') http(client='192.0.2.7')",
    "gateway_plugin": "plugin(policy('all', '1/minute')) access(consumer='ann')",
}
_WINDOW = "LIMIT/PERIOD: take(NOW) take(NOW, COST) level(NOW)"


def show_it(exercise: Exercise) -> None:
    """Ask for timelines until one gets a wrong answer, or until the learner gives up. Raises `Left`."""
    screen = exercise.screen
    screen.show("\n1 of 3: show it.")
    _say_how(exercise)
    tries, hinted = 0, False
    while True:
        line = screen.ask("show> ")
        if line == "skip":
            screen.say("This shows it:")
            _table(exercise, exercise.shown, exercise.planted.shows)
            exercise.note("show", passed=False)
            return
        if line == "hint":
            hinted = True
            screen.say(f"It breaks this: {law(exercise)}. (With a hint, it comes again.)")
        elif line == "code":
            screen.show_code(exercise.planted.source)
        elif line in LOST:
            _say_how(exercise)
        else:
            report = _replayed(exercise, line)
            tries += report is not None
            if report is not None and is_wrong(report):
                times = f", at try {tries}" if tries > 1 else ""
                screen.say(f"Shown{times}. {_how_short(exercise, line, report)}")
                screen.show(f"  {exercise.shortest}")
                exercise.note("show", passed=not hinted)
                return


def law(exercise: Exercise) -> str:
    """Return the sentence of the first level that it fails."""
    levels = exercise.kata.levels
    return next((level.sentence for level in levels if level.name == exercise.planted.level), levels[0].sentence)


def _say_how(exercise: Exercise) -> None:
    screen, kata = exercise.screen, exercise.kata
    asked = {"calls": "a timeline", "messages": "an exchange", "policies": "a policy file and requests"}
    screen.show(f"Type {asked[kata.shows]} that it answers wrongly:\n  {_FORMS.get(kata.name, _WINDOW)}")
    screen.say(f"Or: code, hint, skip, quit. The contract: {from_here(kata.stub.with_name('README.md'))}")


def _replayed(exercise: Exercise, line: str) -> Report | None:
    """Put a timeline to the limiter, and show the answers; None if it is none, which is no try."""
    screen = exercise.screen
    try:
        report = exercise.replay(line)
    except ValueError as error:
        screen.say(f"That can't be read: {error}")
        return None
    failure = report.replayed
    if failure is not None and failure.kind == "load":
        screen.say(failure.message)
        return None
    _table(exercise, report, line)
    return report


def _how_short(exercise: Exercise, line: str, report: Report) -> str:
    """Compare with the shortest that is known, by calls; what comes after the wrong answer does not count."""
    if exercise.kata.shows != "calls" or report.replayed is None:
        return "A short way:"
    yours, known = len(report.replayed.rows) or exercise.calls(line), exercise.calls(exercise.shortest)
    if yours < known:
        return f"With {_calls(yours)}, that is shorter than the shortest that was known:"
    if yours == known:
        return f"No shorter one is known than {_calls(yours)}, as here:"
    return f"Yours took {_calls(yours)}; the shortest that is known takes {_calls(known)}:"


def _calls(number: int) -> str:
    return f"{number} call{'s' if number > 1 else ''}"


def _table(exercise: Exercise, report: Report, line: str) -> None:
    _, _, rows = replay_card(exercise.kata, report, line, WIDTH).partition("\n")
    exercise.screen.show(rows)
