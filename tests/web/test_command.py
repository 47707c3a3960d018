"""``leumund web`` as it runs: a process, a port, a log that holds no link."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.web.conftest import HOST, free_port

CODE = "Kd93jfkEJ_s83-kdjE8fhaQ27bXm1Lp0"


def asked(port: int, method: str, path: str) -> int:
    connection = HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    finally:
        connection.close()


def waited_for(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            asked(port, "GET", "/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the page does not listen")


def test_no_output_of_the_server_holds_a_link_and_a_signal_ends_it(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "LEUMUND_FOLDER": str(tmp_path / "data"), "LANG": "C"}
    process = subprocess.Popen(
        [sys.executable, "-m", "leumund", "web", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        waited_for(port, process)
        for method in ("GET", "HEAD", "POST", "PUT", "BREW"):
            asked(port, method, f"/o/{CODE}?x={CODE}")
        asked(port, "GET", f"/{CODE}/%00")
        process.send_signal(signal.SIGTERM)
        out, problems = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert CODE not in out + problems
    held = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".log"]
    assert not [path for path in held if CODE in path.read_text(errors="replace")]
