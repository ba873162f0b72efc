"""One measurement of one contender, and figures from several rounds of them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from bench import cpu, load


@dataclass(frozen=True, slots=True)
class Sample:
    """What one contender did with one request in one round; CPU and latencies in milliseconds."""

    rate: float
    """Answers a second."""
    cpu: float
    """CPU of the server process for one request."""
    database: float
    """CPU of PostgreSQL for one request; 0 when it is not on this machine."""
    p50: float
    p99: float


def sample(request: load.Request, pid: int, backends: cpu.Backends, connections: int, seconds: float) -> Sample:
    """Send the request for some seconds and see what it took. Raises AssertionError when an answer is no success."""
    server, database = cpu.seconds(pid), backends.seconds()
    done = load.run(request, connections, seconds)
    used, used_database = cpu.seconds(pid) - server, cpu.since(database, backends.seconds())
    assert done.requests > 0 == done.failures, f"{request.url}: {done}"
    each = 1e3 / done.requests
    return Sample(done.requests / done.seconds, used * each, used_database * each, done.p50, done.p99)


def middle(samples: Iterable[Sample]) -> Sample:
    """The median of each figure."""
    found = list(samples)
    return Sample(*(median(getattr(one, name) for one in found) for name in ("rate", "cpu", "database", "p50", "p99")))


def ratio(above: Iterable[float], below: Iterable[float]) -> float:
    """The median of ratios taken pair by pair within a round."""
    return median(one / other for one, other in zip(above, below, strict=True))


def geometric_mean(values: Mapping[str, float]) -> float:
    """Of the values, whatever their names."""
    return math.exp(sum(math.log(value) for value in values.values()) / len(values))
