"""What is raised instead of a wait that no caller wants."""

from collections.abc import Hashable

from ratelimit.decision import seconds


class WaitTooLong(Exception):  # noqa: N818  it is no error of anybody's
    """A server has asked for more time than one may wait, so the request was not sent.

    key: what the server's word holds for. wait: nanoseconds to go.
    """

    def __init__(self, key: Hashable, wait: int, longest: int) -> None:
        super().__init__(f"wait for {key} must be at most {seconds(longest):g} s, got {seconds(wait):g} s")
        self.key = key
        self.wait = wait

    @property
    def wait_seconds(self) -> float:
        """`wait` in seconds, to sleep before asking again: never less than the true wait."""
        return seconds(self.wait)
