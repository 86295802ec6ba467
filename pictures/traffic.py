"""Five kinds of traffic, for a quota of ten a second. A tick is a millisecond."""

from pictures.retries import ask, fixed_pause
from pictures.trace import Arrival, Traffic
from ratelimit import Meter, Quota

SECOND = 1000
QUOTA = Quota(10, SECOND)
END = 4 * SECOND


def steady(_: Meter) -> list[Arrival]:
    """Fifteen a second, evenly: half as many again as allowed."""
    return [(number * SECOND // 15, 1) for number in range(4 * 15)]


def burst(_: Meter) -> list[Arrival]:
    """Nothing for 0.85 s, thirty within 0.3 s across a window's edge, then ten, one each 0.25 s."""
    return [(850 + 10 * number, 1) for number in range(30)] + [(now, 1) for now in range(1500, END, 250)]


def flash_crowd(_: Meter) -> list[Arrival]:
    """A few, then more and more up to one each 25 ms, then fewer and fewer."""
    gaps = [300, 250, 200, 150, 100, 75, 50, 50, *[25] * 40, 50, 50, 75, 100, 150, 200, 250, 300, 300]
    return [(sum(gaps[: number + 1]), 1) for number in range(len(gaps))]


def retry_storm(meter: Meter) -> list[Arrival]:
    """Twenty-five clients within 0.25 s; a refused one retries after half a second, whatever wait it was told."""
    return ask(meter, [200 + 10 * client for client in range(25)], fixed_pause(500), END)


def scraper(_: Meter) -> list[Arrival]:
    """Ten just before a window's end and ten just after, twice."""
    edges = (SECOND, 3 * SECOND)
    return [(edge + 10 * number + 5, 1) for edge in edges for number in range(-10, 10)]


TRAFFIC: dict[str, Traffic] = {  # a name, and on a second line a short description
    "steady\n15 a second": steady,
    "a burst\n30 in 0.3 s, then 10": burst,
    "a flash crowd\nup to 40 a second": flash_crowd,
    "a retry storm\n25, retrying after 0.5 s": retry_storm,
    "a scraper\nhits the window's edge": scraper,
}
