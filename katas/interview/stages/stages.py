"""The stages in order, from the one at which the candidate is to the end."""

from collections.abc import Callable

from katas.interview.countdown import minutes_of
from katas.interview.plan import MINUTES
from katas.interview.screen.screen import Screen
from katas.interview.session import STAGES, Session
from katas.interview.stages.clarify import clarify
from katas.interview.stages.code import code
from katas.interview.stages.numbers import numbers
from katas.interview.stages.own_code import own_code
from katas.interview.stages.twist import twist

Stage = Callable[[Session, Screen], None]
BY_NAME: dict[str, Stage] = {
    "clarify": clarify,
    "code": code,
    "twist": twist,
    "numbers": numbers,
    "own code": own_code,
}


def go_on(session: Session, screen: Screen) -> None:
    """Go through all stages that are not done. Raises `Leave`."""
    while session.state.stage != STAGES[-1]:
        place = STAGES.index(session.state.stage)
        name = STAGES[place]
        steps = [step for step in MINUTES if step.startswith(name.removesuffix("s"))]
        seconds = session.interview.seconds(steps[0])
        times = f"{len(steps)} times {minutes_of(seconds)}" if len(steps) > 1 else minutes_of(seconds)
        screen.show(f"\n--- {place + 1} of {len(BY_NAME)}: {name} ({times}) ---")
        if len(steps) > 1 or session.begins(steps[0]):
            BY_NAME[name](session, screen)
        session.state.stage = STAGES[place + 1]
        session.save()
        if name != "clarify":  # whose answers are told again
            screen.pause()
