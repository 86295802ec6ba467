"""`python -m ratelimit.gateway policy.yaml`; `check policy.yaml` and `replay policy.yaml access.log` as well."""

import sys
from importlib import import_module

_COMMANDS = {"check": "check_command", "replay": "replay.command"}


def main(arguments: list[str]) -> int:
    """Do what the command line says, and return the status to exit with."""
    name = _COMMANDS.get(arguments[0]) if arguments else None
    try:
        command = import_module(f"ratelimit.gateway.{name or 'serve_command'}")
        status: int = command.main(arguments[1:] if name else arguments)
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module in ("", "ratelimit"):
            raise
        extras = "gateway,redis" if module == "redis" else "gateway"
        print(f'{module} is missing: pip install "ratelimit-katas[{extras}]"', file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
