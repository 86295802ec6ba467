"""Published rate limiters, the peers, with one interface, so that all of them can be tested and timed alike.

`drivers` has a module for each package, which reads the clock that the package reads; `frozen_clock` can stop it.
They need the extra `peers`: `pip install -e ".[peers]"`.

    take(key, cost)   spend the cost, and say whether it was granted: the package's shortest way
    hit(key, cost)    the same, and return all that the package reports about it, as a `Reported`
    peek(key, cost)   what it says beforehand, if the package has such a call
    block(key, cost)  wait until it is granted, if the package is used that way

And the loops that `pytest benchmarks` times, each with the call as the package's documentation shows it, so that no
package pays for an adapter:

    allow_each(keys)        one request for each key
    spend_each(keys, cost)  the same, at a cost
    hit_each(keys)          the same, with all that the package reports, if that is more
"""

from importlib.metadata import PackageNotFoundError, version

VERSIONS = {  # as pinned in the extra
    "limits": "5.8.0",
    "throttled-py": "3.5.0",
    "pyrate-limiter": "4.5.1",
    "token-bucket": "0.4.0",
    "aiolimiter": "1.3.0",
    "rush": "2021.4.0",
}
IN_FRAMEWORKS = {  # the same, of those that need a web framework
    "slowapi": "0.1.10",
    "flask-limiter": "4.1.1",
    "django-ratelimit": "4.1.0",
}


def missing() -> list[str]:
    """Return the packages that are not installed in the pinned version, as pip writes them."""
    return [f"{name}=={wanted}" for name, wanted in {**VERSIONS, **IN_FRAMEWORKS}.items() if _installed(name) != wanted]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
