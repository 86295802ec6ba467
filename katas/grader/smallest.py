"""Goes from a failure to the smallest that fails in the same way, where what is asked is no timeline."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from katas.grader.shrink import UNSTEADY, first_failure
from katas.grader.verdict import Abort, Broken, Failure

T = TypeVar("T", bound=Hashable)  # an exchange, a scenario


def smallest(  # noqa: PLR0913  all in which the kinds differ
    failure: Failure,
    asked: T,
    put: Callable[[T], object],
    renew: Callable[[], object],
    *,
    smaller_than: Callable[[T], Iterator[T]],
    way_of: Callable[[Failure], object],
    tries: int,
) -> Failure:
    """Return the failure of the smallest that is found in so many tries. `put` raises `Broken` where one fails.

    renew: loads the submission again.
    smaller_than: yields smaller ones, the smallest first.
    way_of: tells what must stay the same of a failure.
    """
    found, tried, way = failure, {asked}, way_of(failure)
    with suppress(Abort, Broken):  # one that hangs is not asked again
        renew()
        if first_failure(lambda: put(asked)) is None:
            return replace(failure, message=UNSTEADY)
        again = True
        while again:
            again = False
            for smaller in smaller_than(asked):
                if smaller in tried or len(tried) > tries:
                    continue
                tried.add(smaller)
                failed = first_failure(lambda smaller=smaller: put(smaller))  # type: ignore[misc]
                if failed is not None and way_of(failed) == way:
                    found, asked, again = failed, smaller, True
                    break
    return found
