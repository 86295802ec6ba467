"""The peers' algorithms, each with what a test of it needs."""

from dataclasses import dataclass
from functools import partial
from itertools import count

from benchmarks.peers.frozen_clock import Clock
from benchmarks.peers.frozen_peers import FROZEN_PEERS
from benchmarks.peers.reported import Reported
from tests.peers import models
from tests.peers.timeline import SECOND, Quota

MILLISECOND, MICROSECOND = 1_000_000, 1_000
DATE = 1_800_000_000 * SECOND  # a multiple of every period used
UPTIMES = (1000 * SECOND, 7_654_321_987_654)
CLOCK = Clock()
_names = count()


@dataclass(frozen=True)
class Case:
    """One algorithm of one package."""

    name: str
    room: object  # its model
    reads: str  # the clock it reads, as the page says it
    tick: int = SECOND  # its resolution: all times are multiples
    slack: int = 0  # how far its floats may be off
    bursts: bool = False  # whether its burst can differ from its limit
    counts_refusals: bool = False  # as its documentation says
    starts: tuple = (DATE,)

    @property
    def package(self):
        return self.name.partition(":")[0]

    def play(self, timeline, begin=None):
        """Make the calls on fresh keys, and return the answers; an exception is an answer.

        Before each, `begin`, if there is one, is given its number and the call itself.
        """
        peer, suffix = _peer(self.name, timeline.quota), next(_names)
        answers = []
        for number, call in enumerate(timeline.calls):
            CLOCK.ns = timeline.start + call.at
            ask = partial(getattr(peer, "hit" if call.name == "take" else call.name), f"{call.key}{suffix}", call.cost)
            if begin:
                begin(number, ask)
            try:
                answers.append(ask())
            except (ValueError, TypeError, ArithmeticError, AssertionError) as error:
                answers.append(error)
            except Exception as error:
                if type(error).__module__.partition(".")[0] != "throttled":
                    raise
                answers.append(error)
        return answers

    def can(self, call):
        return hasattr(_peer(self.name, Quota(1, 1, 1)), call)


_peers = {}


def _peer(name, quota):
    if (name, quota) not in _peers:
        _peers[name, quota] = FROZEN_PEERS[name](CLOCK, *quota)
    return _peers[name, quota]


def granted(answer):
    return isinstance(answer, Reported) and answer.granted


_SECONDS = "`time.time`, cut to whole seconds"
CASES = {
    case.name: case
    for case in (
        Case(
            "limits: fixed window",
            models.first_request_window,
            "`time.time`, a float of seconds",
            MILLISECOND,
            MICROSECOND,
            counts_refusals=True,
        ),
        Case("limits: moving window", models.log, "`time.time`, a float of seconds", MILLISECOND),
        Case(
            "limits: sliding window counter",
            models.estimate,
            "`time.time`, a float of seconds",
            MILLISECOND,
            MICROSECOND,
        ),
        Case("throttled-py: fixed window", models.aligned_window, _SECONDS, counts_refusals=True),
        Case(
            "throttled-py: sliding window",
            models.estimate,
            "`time.time`, in seconds and in milliseconds",
            250 * MILLISECOND,
        ),
        Case("throttled-py: token bucket", models.bucket, _SECONDS, bursts=True),
        Case("throttled-py: leaking bucket", models.bucket, _SECONDS, bursts=True),
        Case(
            "throttled-py: GCRA",
            models.bucket,
            "`time.monotonic`, a float of seconds",
            MILLISECOND,
            MICROSECOND,
            bursts=True,
            starts=UPTIMES,
        ),
        Case(
            "pyrate-limiter: sliding window log",
            models.inclusive_log,
            "`time.monotonic_ns`, in milliseconds",
            MILLISECOND,
        ),
        Case(
            "pyrate-limiter: fixed window", models.aligned_window, "`time.monotonic_ns`, in milliseconds", MILLISECOND
        ),
        Case(
            "pyrate-limiter: token bucket",
            models.rounded_bucket,
            "`time.monotonic_ns`, in milliseconds",
            MILLISECOND,
            bursts=True,
        ),
        Case(
            "token-bucket",
            models.bucket,
            "`time.monotonic`, a float of seconds",
            MILLISECOND,
            MICROSECOND,
            bursts=True,
            starts=UPTIMES,
        ),
        Case("aiolimiter", models.bucket, "`loop.time`, a float of seconds", MILLISECOND, MICROSECOND, starts=UPTIMES),
        Case("rush: periodic", models.first_request_window, "`datetime.now`, in microseconds", MILLISECOND),
        Case("rush: GCRA", models.bucket, "`datetime.now`, in microseconds", MILLISECOND, MILLISECOND),
    )
}
