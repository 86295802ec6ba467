"""The rows of the tables about services: bare, limited by this library, and by what others use in that framework."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.question import Kind
from benchmarks.peers import missing

SERVICES = Path(__file__).parents[1] / "services"
INTERFACES = {"starlette": "asgi", "litestar": "asgi", "flask": "wsgi", "django": "wsgi"}
PEERS = {
    "starlette": ("slowapi", "slowapi"),
    "litestar": ("litestar's own", "own"),
    "flask": ("flask-limiter", "flask_limiter"),
    "django": ("django-ratelimit", "django_ratelimit"),
}


@dataclass(frozen=True)
class ServiceRow:
    """One service, and the name of its program."""

    name: str
    kind: Kind
    framework: str
    program: str

    @property
    def algorithm(self) -> str:
        """What it is compared with: the same service in the same framework."""
        return "" if self.kind == "floor" else self.framework

    @property
    def interface(self) -> str:
        """Whose server runs it: "asgi" or "wsgi"."""
        return INTERFACES[self.framework]

    @property
    def module(self) -> str:
        """The program, as a server is given it."""
        return f"benchmarks.services.{self.framework}.{self.program}"

    def lines(self) -> int:
        """Count the lines of its program, without those that are empty."""
        text = (SERVICES / self.framework / f"{self.program}.py").read_text(encoding="utf-8")
        return sum(bool(line.strip()) for line in text.splitlines())


def bare(framework: str) -> ServiceRow:
    """Return the service without a limit."""
    return ServiceRow("floor: no limit", "floor", framework, "bare")


def services(framework: str) -> list[ServiceRow]:
    """Return the services in a framework."""
    rows = [bare(framework), ServiceRow("ours", "ours", framework, "ours")]
    name, program = PEERS[framework]
    return rows if missing() else [*rows, ServiceRow(name, "peer", framework, program)]
