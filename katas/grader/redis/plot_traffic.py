"""What a bucket on Redis is asked for a plot: takes on a slow clock, as keys expire in real time."""

from functools import partial

from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.plot_traffic import takes
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.plot_traffic import Traffic

SLOWLY = 3_600_000  # µs for a millisecond of the picture: a second takes an hour

TRAFFIC = Traffic(lambda arrivals, _end: takes(arrivals), partial(SpecMeter, TokenBucket), ticks=SLOWLY)
