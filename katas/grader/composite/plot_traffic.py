"""What a composite is asked when it is drawn: a take for each arrival, and at times what is left."""

from katas.grader.composite.spec import CompositeSpec
from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.plot_traffic import traffic_of
from katas.grader.timeline import Limit
from ratelimit import Quota

SLOWER = Limit(Quota(15, 4000), "FixedWindow")  # beside the ten a second of the picture


def _both(quota: Quota) -> CompositeSpec:
    return CompositeSpec((Limit(quota), SLOWER))


TRAFFIC = traffic_of(TokenBucket)._replace(meter=_both, more=(SLOWER,), note="; 15 in 4 s")
