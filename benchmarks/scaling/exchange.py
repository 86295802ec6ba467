"""Who counts on his own, and hears now and then what the others granted."""

from ratelimit import FixedWindow, Quota

AGES = 10**12  # a window that does not end while we look


def synced(limit: int, regions: int, interval: int, phase: int) -> int:
    """Return what passes if the regions tell each other, every so many requests, what they granted since.

    One request a tick, each in the next region; each region keeps a meter, and takes from it what others granted.
    """
    meters = [FixedWindow(Quota(limit, AGES)) for _ in range(regions)]
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
    """Return the bound: what all may grant between two exchanges, less what one may."""
    return limit + min(interval, regions * limit) * (1 - 1 / regions)


def told_after(limit: int, regions: int, most: int) -> int:
    """Return what passes if a region tells what it granted, and hears of the others, after so many units; in turn."""
    meters = [FixedWindow(Quota(limit, AGES)) for _ in range(regions)]
    own, heard = [0] * regions, [0] * regions
    told = passed = 0
    for now in range(2 * limit + 2 * regions * most):
        region = now % regions
        if meters[region].take(now) == 0:
            passed += 1
            own[region] += 1
        if own[region] == most:
            others = min(told - heard[region], meters[region].level(now).remaining)
            if others:
                meters[region].take(now, others)
            told += most
            own[region], heard[region] = 0, told
    return passed


def overspent(regions: int, most: int) -> int:
    """Return the most that passes above the limit, whatever the limit is."""
    return max(told_after(limit, regions, most) - limit for limit in range(200, 200 + regions * most))
