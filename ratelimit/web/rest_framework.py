"""Limits of views of Django REST framework, as throttles."""

from inspect import getattr_static
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.django import decide, is_refused
from ratelimit.web.problem import problem

if TYPE_CHECKING:
    from ratelimit.web.request_decision import RequestDecision


class RateLimitThrottle(BaseThrottle):
    """A throttle whose limits its subclasses have, for `throttle_classes`. It needs the middleware for Django.

    limits, cost: as those of `ratelimit.web.django.limit`. Functions get the request of REST framework.

    Of such throttles, those after one that refuses don't count, and those before it get back what they have taken.
    Raises `TypeError` if it has no limits.
    """

    limits: ClassVar[RequestLimits | None] = None
    cost: ClassVar[Cost] = 1
    _demand: ClassVar[Demand]

    def __init_subclass__(cls) -> None:
        # Static, as a function is one of the request, and no method.
        limits = getattr_static(cls, "limits")
        if limits is not None:  # else others derive from it
            cls._demand = Demand(limits, getattr_static(cls, "cost"))

    def __init__(self) -> None:
        if self.limits is None:
            raise TypeError(f"{type(self).__name__} has no limits: name a subclass of it that has some")
        self._decided: RequestDecision | None = None

    def allow_request(self, request: Request, view: Any) -> bool:  # noqa: ARG002  REST framework's signature
        """Say whether a request passes."""
        if is_refused(request):  # REST framework asks all throttles
            return True
        self._decided = decided = decide(request, self._demand)
        if decided is None or decided.allowed:
            return True
        if decided.status == 503:
            raise _Unavailable(problem(decided)["detail"])
        return False

    def wait(self) -> int | None:
        """Return how many seconds to wait, rounded up; None if no wait helps."""
        wait = None if self._decided is None else self._decided.retry_after()
        return None if wait is None else int(wait)


class _Unavailable(APIException):
    """The limiter has failed, and `on_error` is "closed"."""

    status_code = 503
