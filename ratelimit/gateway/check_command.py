"""`python -m ratelimit.gateway check policy.yaml`: tells of each mistake, for a pipeline."""

import argparse
import sys
from pathlib import Path

from ratelimit.gateway.counters import Counters
from ratelimit.gateway.located import MistakeError
from ratelimit.gateway.on_redis import as_on_redis
from ratelimit.gateway.reading import domains_in, files_in, read_books


def main(arguments: list[str]) -> int:
    """Do what the command line says, and return the status to exit with."""
    parser = argparse.ArgumentParser("python -m ratelimit.gateway check", description="Tell what is wrong in files.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--redis", action="store_true", help="and which limits Redis and Valkey can't hold")
    chosen = parser.parse_args(arguments)
    paths = files_in(chosen.files)
    counters = Counters(as_on_redis if chosen.redis else None)
    try:
        books = read_books(paths, counters.prepare)
    except MistakeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"no mistakes (files: {len(paths)}, domains: {domains_in(books)})")
    return 0
