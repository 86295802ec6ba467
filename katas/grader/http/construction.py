"""What a middleware can be made with: bad words are errors at once, before anything is asked."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from katas.grader.http.exchange import Exchange
from katas.grader.http.inputs import MINUTE
from katas.grader.http.serving.world import World
from katas.grader.http.trial import HttpTrial
from katas.grader.verdict import Broken, Failure


def refuses_bad_names(trial: HttpTrial) -> None:
    """A name that no header can hold is a `ValueError`."""
    for name in ("caf\xe9", "a\nb", "a\r\nx-b: 1", "\x7f", "\u4e2d", *_with_unprintable()):
        refuses(trial, name=name)


def refuses_bad_networks(trial: HttpTrial) -> None:
    """A text that is no network is a `ValueError`."""
    for trusted in (["proxy.example.org"], ["10.0.0.0/8", "10.0.0.256"], ["10.0.0.0/33"], [""]):
        refuses(trial, trusted=trusted)


def refuses_bad_choices(trial: HttpTrial) -> None:
    """Another `on_error` than the two is a `ValueError`."""
    for on_error in ("raise", "", "Allow"):
        refuses(trial, on_error=on_error)


def _with_unprintable() -> Iterator[str]:
    """Yield names with each character that is not printable, or no ASCII though it looks so, at each place."""
    for character in (*map(chr, range(32)), "\x7f", "\xa0", "\xb2", "\u2028", "\u0663", "\uff41"):
        yield from (f"{character}a", f"a{character}b", f"a{character}")


def refuses(trial: HttpTrial, **words: Any) -> None:
    """Making a middleware with these raises `ValueError`."""
    world = World(Exchange(MINUTE))
    shown = ", ".join(f"{word}={value!a}" for word, value in words.items())
    try:
        trial.guard("__init__()", lambda: trial.new(world.app, SimpleNamespace(hit=world.hit), quota=MINUTE, **words))
    except ValueError:
        return
    except Exception as error:
        raise Broken(trial.crash("__init__()", error)) from error
    finally:
        world.loop.close()
    raise Broken(Failure("answer", f"{shown} is accepted. It must be a ValueError when the middleware is made."))
