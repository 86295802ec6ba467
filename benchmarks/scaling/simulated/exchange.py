"""Regions that each count on their own, and exchange now and then what they granted."""

from ratelimit import FixedWindow, Quota

LONG_PERIOD = 10**12  # a window that does not end during a simulation


def synced(limit: int, regions: int, interval: int, phase: int) -> int:
    """Return what passes if the regions exchange, every `interval` requests, what they granted since.

    One request a tick, each in the next region; each region keeps a meter, and takes from it what others granted.
    """
    meters = [FixedWindow(Quota(limit, LONG_PERIOD)) for _ in range(regions)]
    since = [0] * regions
    passed = 0
    for now in range(phase, phase + limit * regions + regions * interval):
        if now % interval == 0:
            for meter, own in zip(meters, since, strict=True):
                others = min(sum(since) - own, meter.level(now).remaining)
                if others:
                    meter.take(now, others)
            since = [0] * regions
            if not any(meter.level(now).remaining for meter in meters):
                break
        region = now % regions
        if meters[region].take(now) == 0:
            since[region] += 1
            passed += 1
    return passed


def worst(limit: int, regions: int, interval: int) -> int:
    """Return the most that passes, wherever the exchanges fall."""
    step = max(1, interval // 1000)
    return max(synced(limit, regions, interval, phase) for phase in range(0, interval, step))


def bound(limit: int, regions: int, interval: int) -> float:
    """Return the bound: the limit, and what all regions but one may grant between two exchanges."""
    return limit + min(interval, regions * limit) * (1 - 1 / regions)


def exchanged_after(limit: int, regions: int, most: int) -> int:
    """Return what passes if each region exchanges counts after every `most` units it granted; requests come in turn."""
    meters = [FixedWindow(Quota(limit, LONG_PERIOD)) for _ in range(regions)]
    own, received = [0] * regions, [0] * regions
    reported = passed = 0
    for now in range(2 * limit + 2 * regions * most):
        region = now % regions
        if meters[region].take(now) == 0:
            passed += 1
            own[region] += 1
        if own[region] == most:
            others = min(reported - received[region], meters[region].level(now).remaining)
            if others:
                meters[region].take(now, others)
            reported += most
            own[region], received[region] = 0, reported
    return passed


def overspent(regions: int, most: int) -> int:
    """Return the most that passes above the limit, whatever the limit is."""
    return max(exchanged_after(limit, regions, most) - limit for limit in range(200, 200 + regions * most))
