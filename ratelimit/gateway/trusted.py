"""Whose `X-Forwarded-For` counts, on a command line."""

import argparse
from typing import Final

from ratelimit.web import ClientKey

_THIS_MACHINE: Final = ("127.0.0.0/8", "::1")


def add_trusted(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the option `--trusted`: one network, or several with commas, as often as need be; else those of this machine.

    It takes no more than one word, as more would swallow the files that stand behind it.
    """
    parser.add_argument(
        "--trusted",
        action=_Networks,
        default=_THIS_MACHINE,
        metavar="NETWORK[,NETWORK]",
        help=f"{what} ({','.join(_THIS_MACHINE)}); may be there several times",
    )


class _Networks(argparse.Action):
    """Collects what is said, in place of the default."""

    def __call__(self, parser: argparse.ArgumentParser, chosen: argparse.Namespace, text: object, *_: object) -> None:
        networks = str(text).split(",")
        try:
            ClientKey(networks)
        except ValueError as error:
            parser.error(f"argument --trusted: {error}")
        before = () if chosen.trusted is _THIS_MACHINE else chosen.trusted
        chosen.trusted = (*before, *networks)
