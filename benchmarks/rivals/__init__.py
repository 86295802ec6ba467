"""Published rate limiters with one face, so that the same questions can be put to all of them.

Each module here drives one package, over its store in memory, through its public calls. They read the clock that the
package reads; `benchmarks.rivals.frozen` can stop it. They need the extra `peers`: `pip install -e ".[peers]"`.

    take(key, cost)   spend the cost, and say whether it was granted: the package's shortest way
    hit(key, cost)    the same, with all that the package tells about it, as a `Told`
    peek(key, cost)   what it says beforehand, where it has such a thing
    block(key, cost)  wait until it is granted, where that is how it is used

And the loops that `pytest benchmarks` times, each with the call as the package's documentation writes it, so that no
adapter is charged to a package:

    allow_each(keys)        one request for each key
    spend_each(keys, cost)  the same, at a cost
    hit_each(keys)          the same, with all that the package tells about it, where it tells more
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


def missing() -> list[str]:
    """Return the packages that are not installed in the version that is meant, as pip writes them."""
    return [f"{name}=={wanted}" for name, wanted in VERSIONS.items() if _installed(name) != wanted]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
