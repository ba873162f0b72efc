"""The load: wrk where it is installed (Debian's package wrk), else an asyncio client of our own in a process of its own.

Both keep a number of connections busy with one request for some seconds. wrk takes far less CPU, so that more is left for what is
measured; on a machine with few cores only figures from wrk are worth quoting.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent again and again; a body makes it a POST."""

    url: str
    headers: Mapping[str, str]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers, in how many seconds, how many of them were no success, and latencies in milliseconds."""

    requests: int
    seconds: float
    failures: int
    p50: float
    p99: float


def tool() -> str:
    """What makes the load here."""
    return "wrk" if shutil.which("wrk") else "asyncio (wrk is not installed)"


def run(request: Request, connections: int, seconds: float) -> Load:
    """Send the request over so many connections for so long."""
    if shutil.which("wrk"):
        return _wrk(request, connections, seconds)
    command = [sys.executable, "-m", "bench.load", json.dumps(asdict(request)), str(connections), str(seconds)]
    return Load(**json.loads(subprocess.check_output(command)))


_SCRIPT = """
wrk.method = %s
wrk.body = %s
%s
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests": %%d, "seconds": %%f, "failures": %%d, "p50": %%f, "p99": %%f}\\n', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


def _wrk(request: Request, connections: int, seconds: float) -> Load:
    headers = "\n".join(f"wrk.headers[{_lua(name)}] = {_lua(value)}" for name, value in request.headers.items())
    script = _SCRIPT % (_lua("POST" if request.body else "GET"), _lua(request.body) if request.body else "nil", headers)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        # wrk takes whole seconds only.
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "30s",
            "-s",
            file.name,
            request.url,
        ]
        out = subprocess.check_output(command, text=True)
    return Load(**json.loads(out.strip().splitlines()[-1]))


def _lua(text: str) -> str:
    """A string of Lua: JSON's escapes are Lua's for what occurs here, once the text is ASCII-free of \\u."""
    return json.dumps(text, ensure_ascii=False).replace("\\/", "/")


async def _asyncio(request: Request, connections: int, seconds: float) -> Load:
    address = urlsplit(request.url)
    body = request.body.encode()
    lines = [
        f"{'POST' if body else 'GET'} {address.path or '/'} HTTP/1.1",
        f"host: {address.netloc}",
        f"content-length: {len(body)}",
    ]
    message = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in request.headers.items()), "\r\n"]).encode() + body
    latencies: list[float] = []
    failures = 0
    end = perf_counter() + seconds

    async def connection() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        while (began := perf_counter()) < end:
            writer.write(message)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
            failures += head.split(b" ", 2)[1] != b"200"
            latencies.append((perf_counter() - began) * 1e3)
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(connection() for _ in range(connections)))
    latencies.sort()
    found = [latencies[min(len(latencies) - 1, int(len(latencies) * share))] for share in (0.5, 0.99)]
    return Load(len(latencies), perf_counter() - began, failures, *found)


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_asyncio(Request(**json.loads(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3]))))))
