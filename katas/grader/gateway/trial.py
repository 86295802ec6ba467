"""One plugin on trial: scenarios run on it, with the limiter and the clock of the grader, beside a plain model."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.costs import steps
from katas.grader.crash import crash
from katas.grader.fuzz import for_each
from katas.grader.gateway.explanation import UNNAMED, note, reason, why
from katas.grader.gateway.inputs import GatewayInputs
from katas.grader.gateway.limiter import Dial, Limiter
from katas.grader.gateway.model import Model, Problem
from katas.grader.gateway.scenario import Access, Policy, Reload, Request, Scenario
from katas.grader.gateway.shrink import files, shrunk
from katas.grader.gateway.words import asked, file_rows, spent, told
from katas.grader.guard import Guard
from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.profile import Profile
from katas.grader.shrink import first_failure
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Abort, Broken, Failure, Row
from katas.grader.wrong_clock import WrongClock
from ratelimit import Quota

LOADED = "loaded"
ERROR = "ValueError that names "
OTHERS = Scenario.parse(
    "plugin(policy('all', '1/day'), policy('gold', '1/day', group='gold'), policy('rule', '1/day', globally=True))"
).policies
ASKED = Access("ann", None, ("gold",), "a", "b", "192.0.2.1").request
SHARED = "It is wrong only while another plugin is there: what do the two share?"


class GatewayTrial:
    """A submission's class."""

    def __init__(self, load: Callable[..., Callable[..., Any]], guard: Guard, profile: Profile) -> None:
        self.load, self.guard, self.profile = load, guard, profile
        self.watch = WrongClock(still=True)  # the machine's clocks, which no plugin goes by
        self.beside_others = True
        self.limits_of_a_reload: type = list
        self.renew()
        self.notes: list[str] = []
        self.counts = {"files": 0, "requests": 0}

    def check(self, inputs: GatewayInputs, *pins: str) -> None:
        """Judge pinned scenarios, then drawn ones. Raises `Broken` with the smallest one found."""
        self.compare(map(Scenario.parse, pins))
        self.holds(lambda: for_each(inputs.scenario, inputs.length, self.put, self.profile))

    def compare(self, scenarios: Iterable[Scenario]) -> None:
        """Judge all of these scenarios."""

        def agree() -> None:
            for scenario in scenarios:
                self.put(scenario)

        self.holds(agree)

    def holds(self, law: Callable[[], None]) -> None:
        """Test a law on the submission. Raises `Broken` with the smallest scenario found, if it is broken."""
        failure = first_failure(law)
        if failure is not None:
            raise Broken(self._smallest(failure) if failure.timeline else failure)

    def _smallest(self, failure: Failure) -> Failure:
        """Return the failure on the smallest scenario, without another plugin unless that is needed for it."""
        scenario, shared = Scenario.parse(failure.timeline), self.beside_others
        with suppress(Abort, Broken), self.alone():
            self.renew()
            if first_failure(partial(self.put, scenario)) is not None:
                failure, shared = shrunk(failure, self.put, self.renew), False
        if shared:
            failure = shrunk(failure, self.put, self.renew)
            failure = replace(failure, message=f"{failure.message} {SHARED}".strip())
        return self.explained(failure)

    def explained(self, failure: Failure) -> Failure:
        """Return a failure with the contract's arithmetic for each request."""
        return replace(failure, why=why(Scenario.parse(failure.timeline)))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Use no other plugin inside the block."""
        before, self.beside_others = self.beside_others, False
        try:
            yield
        finally:
            self.beside_others = before

    @contextmanager
    def tuples_alone(self) -> Iterator[None]:
        """Give limits as tuples inside the block, in reloads too: who can't compare lists seems to keep nothing."""
        before, self.limits_of_a_reload = self.limits_of_a_reload, tuple
        try:
            yield
        finally:
            self.limits_of_a_reload = before

    def renew(self) -> None:
        """Load the class again, without what earlier calls have left in its module."""
        with self.watch:
            self.new = self.load()

    def misfit(self, _scenario: Scenario) -> str:
        """Say why a typed scenario does not fit this kata: all that can be read do."""
        return ""

    def follow(self, scenario: Scenario) -> list[Row]:
        """Run one scenario and return the rows. Raises `Broken` at the first wrong one."""
        return self.put(scenario)

    def put(self, scenario: Scenario) -> list[Row]:
        """Put one scenario to a new plugin. Raises `Broken` at the first difference."""
        self.counts["files"] += 1 + sum(isinstance(event, Reload) for event in scenario.events)
        self.counts["requests"] += scenario.requests
        self.guard.rearm()
        rows: list[Row] = []
        try:
            with self.watch:
                self.watch.start()
                self._run(scenario, rows)
        except (Broken, Abort) as stop:
            stop.failure = replace(stop.failure, timeline=str(scenario), rows=tuple(rows))
            raise
        return rows

    def _run(self, scenario: Scenario, rows: list[Row]) -> None:
        dial, right = Dial(), Dial()
        model = Model(right)
        list_of_the_caller: list[Policy] = []  # one for all files
        reloads: list[tuple[Reload, list[Policy]]] = []
        problems = model.reload(scenario.policies)
        rows += file_rows(1, scenario.policies)
        load = partial(self._loaded, list_of_the_caller)
        plugin, yours = load(
            "__init__()", [each.given() for each in scenario.policies], partial(self.plugin, dial=dial)
        )
        if problems or yours != LOADED:
            self._judge(scenario, 0, Row(1, "Plugin(policies)", _expected(problems), yours), rows, problems)
            return
        beside = self._another() if self.beside_others else None
        shadows = any(policy.shadow for file in files(scenario) for policy in file)  # whose spending shows nowhere else
        for number, event in enumerate(scenario.events, 1):
            if isinstance(event, Access):
                dial.now = right.now = right.now + event.after
                expected = told(model.access(event.request))
                rows.append(Row(number, asked(event), expected, "no answer"))
                mine = told(self._access(plugin, event.request))
                if shadows and mine == expected and dial.spent != right.spent:
                    expected, mine = (f"{expected}, {spent(each)}" for each in (right, dial))
                self._judge(scenario, number, rows.pop()._replace(expected=expected, yours=mine), rows)
            else:
                problems = model.reload(event.policies)
                rows += file_rows(number, event.policies)
                _, yours = load("reload()", self._given(event, reloads), partial(_reload, plugin))
                row = Row(number, "reload(policies)", _expected(problems), yours)
                self._judge(scenario, number, row, rows, problems)
            if beside is not None:
                beside()

    def _given(self, event: Reload, before: list[tuple[Reload, list[Policy]]]) -> list[Policy]:
        """Return what a reload hands over: of a file that was there in a reload, the same objects."""
        for other, policies in before:
            if other == event and str(other) == str(event):  # 1 is no `True`
                return policies
        before.append((event, [each.given(self.limits_of_a_reload) for each in event.policies]))
        return before[-1][1]

    def _judge(
        self, scenario: Scenario, number: int, row: Row, rows: list[Row], problems: Iterable[Problem] = ()
    ) -> None:
        """Keep a row. Raises `Broken` if it is wrong."""
        if any(row.yours.startswith("ValueError") and each.is_named_in(row.yours) for each in problems):
            row = row._replace(yours=row.expected)
        elif problems and row.yours.startswith("ValueError"):
            row = row._replace(yours=f"{UNNAMED}{row.yours}")
        rows.append(row)
        if row.yours != row.expected:
            raise Broken(Failure("answer", reason(row), note=note(scenario, number, row)))

    def _loaded(
        self, mine: list[Policy], what: str, policies: list[Policy], load: Callable[..., Any]
    ) -> tuple[Any, str]:
        """Return what loading a policy file returns, and how it went. The list is the caller's, who empties it."""
        mine[:] = policies
        try:
            found = self.guard(what, load, mine)
        except ValueError as error:
            return None, f"ValueError: {error}"
        except (Exception, SystemExit) as error:
            raise Broken(self.crash(what, error)) from error
        finally:
            mine.clear()
        return found, LOADED

    def plugin(self, policies: list[Policy], dial: Dial) -> Any:
        """Make a plugin with limiters of this clock."""
        return self.new(policies, lambda limits: Limiter(_several(limits), dial))

    def _access(self, plugin: Any, request: Request) -> Any:
        try:
            return self.guard("access()", plugin.access, request)
        except (Exception, SystemExit) as error:
            raise Broken(self.crash("access()", error)) from error

    def _another(self) -> Callable[[], None]:
        """Return a function that asks another plugin, one whose policies have the same names."""
        dial = Dial()
        other: Any = None
        with suppress(Exception, SystemExit):  # what is wrong with it shows where it is judged
            other = self.guard.aside("__init__()", partial(self.plugin, dial=dial), list(OTHERS))

        def ask() -> None:
            self.watch.jump()
            with suppress(Exception, SystemExit):
                self.guard.aside("access()", other.access, ASKED)

        return ask

    def crash(self, what: str, error: BaseException) -> Failure:
        """Say in plain words what an exception of the submission means."""
        return crash(self.guard, what, error)

    def player(self, timeline: Timeline) -> Callable[[Call], Any]:
        """Return a function that makes requests of one plugin, and says whether they were allowed."""
        meters: dict[Any, Any] = {}
        now = 0

        class Buckets:
            def wait(self, key: Any) -> int:
                level = self.meter(key).level(now)
                return 0 if level.remaining else int(self.meter(key).take(now, 1))  # it refuses, and spends nothing

            def take(self, key: Any) -> int:
                return int(self.meter(key).take(now, 1))

            def meter(self, key: Any) -> Any:
                return meters.setdefault(key, SpecMeter(TokenBucket, timeline.quota))

        policies = [Policy("all", (timeline.quota,))]
        plugin = self.guard("__init__()", self.new, policies, lambda _limits: Buckets())

        def ask(call: Call) -> bool:
            nonlocal now
            now = call.now
            verdict = self._access(plugin, Access(consumer=call.key).request)
            return getattr(verdict, "allowed", None) is True

        return ask

    def price(self) -> dict[str, int]:
        """Count what one request costs, the limiter's part aside."""
        found = {}
        rule = Policy("rule", (Quota(9, 60 * 10**9),), globally=True)
        local = Policy("gold", (Quota(1, 60 * 10**9),), group="gold")
        request = Access(consumer="ann", groups=("gold", "free"), route="a", service="b").request
        plugin = self.plugin([rule, local], Dial())
        for words in ("bytecode steps, allowed", "bytecode steps, refused"):
            found[words] = steps(partial(plugin.access, request))
        return found


def _reload(plugin: Any, policies: list[Policy]) -> None:
    """Look for the method only now: it may not be there."""
    plugin.reload(policies)


def _expected(problems: list[Problem]) -> str:
    return f"{ERROR}{', or '.join(map(str, problems))}" if problems else LOADED


def _several(limits: Any) -> list[Quota]:
    """Return the limits. Raises `TypeError` in words if these are none."""
    several = list(limits)
    if not several or not all(isinstance(quota, Quota) for quota in several):
        raise TypeError(f"new_limiter takes a policy's limits, got {limits!r}")
    return several
