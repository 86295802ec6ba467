"""Two threads at a limiter: what each asks, and what must be true when both are done."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

PERIOD = 10

Worker = Callable[["Scene"], None]


@dataclass
class Scene:
    """A limiter, its clock, and what the threads were answered."""

    limiter: Any
    now: int = 0
    answers: dict[Hashable, object] = field(default_factory=dict)

    def count(self, name: Hashable) -> None:
        """Note what `len` answers or raises; once it raised, that stays."""
        if isinstance(self.answers.get(name), str):
            return
        try:
            self.answers[name] = len(self.limiter)
        except Exception as error:  # noqa: BLE001  whatever the submission raises
            self.answers[name] = type(error).__name__

    def allow(self, name: Hashable, key: Hashable, cost: int = 1) -> None:
        """Note what `allow` answers or raises."""
        try:
            self.answers[name] = self.limiter.allow(key, cost)
        except Exception as error:  # noqa: BLE001  whatever the submission raises
            self.answers[name] = type(error).__name__


class Asked(NamedTuple):
    """One thread's call, and the key that it is for."""

    text: str
    key: str
    run: Worker


@dataclass(frozen=True)
class Scenario:
    """Two threads, and what must be true when both are done."""

    story: str
    limit: int
    before: Worker
    threads: tuple[Asked, Asked]
    holds: Callable[[Scene], bool]
    expected: str


def _one_wins(scene: Scene) -> bool:
    return sorted(map(str, scene.answers.values())) == ["False", "True"]


def _nothing(_scene: Scene) -> None:
    pass


def _late(scene: Scene) -> None:
    """Leave ann fresh, about to be dropped."""
    scene.allow("before", "ann")
    scene.now = 3 * PERIOD
    scene.answers.clear()


def _allow(name: str, key: str, cost: int = 1) -> Asked:
    text = f"allow({key!r})" if cost == 1 else f"allow({key!r}, {cost})"
    return Asked(text, key, lambda scene: scene.allow(name, key, cost))


def _len(name: str) -> Asked:
    return Asked("len()", "", lambda scene: scene.count(name))


def _spent_is_remembered(scene: Scene) -> bool:
    """Both were granted one unit, and ann has none left."""
    granted = [scene.answers.get("A"), scene.answers.get("B")] == [True, True]
    scene.allow("after", "ann")
    return granted and scene.answers["after"] is False and len(scene.limiter) == 2


def _error_is_alone(scene: Scene) -> bool:
    first = [scene.answers.get("A"), scene.answers.get("B")] == ["ValueError", True]
    scene.allow("after", "ann")
    return first and scene.answers["after"] is False and len(scene.limiter) == 1


def _spent(scene: Scene) -> None:
    scene.allow("before", "ann")
    scene.answers.clear()


def _counted(scene: Scene) -> bool:
    return scene.answers.get("A") is True and scene.answers.get("B") in (1, 2) and len(scene.limiter) == 2


SCENARIOS = (
    Scenario(
        "A and B ask at once for the one unit of a brand-new key",
        1, _nothing, (_allow("A", "ann"), _allow("B", "ann")), _one_wins, "exactly one of them is granted",
    ),
    Scenario(
        "A and B ask at once for the last unit of a key",
        2, _spent, (_allow("A", "ann"), _allow("B", "ann")), _one_wins, "exactly one of them is granted",
    ),
    Scenario(
        "A asks for a fresh key while B's call may drop it",
        1, _late, (_allow("A", "ann"), _allow("B", "bob")), _spent_is_remembered,
        "both are granted, ann's unit is remembered as spent, two keys are held",
    ),
    Scenario(
        "A's cost raises ValueError while B asks for the same new key",
        1, _nothing, (_allow("A", "ann", 0), _allow("B", "ann")), _error_is_alone,
        "A gets the ValueError, B is granted, B's unit is remembered as spent, one key is held",
    ),
    Scenario(
        "ann's unit is spent; A asks for bob while B calls len()",
        1, _spent, (_allow("A", "bob"), _len("B")), _counted,
        "A is granted, B counts 1 or 2 keys, then two keys are held",
    ),
)  # fmt: skip
