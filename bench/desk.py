"""What desk, boards, lists and first pages cost the server on a whole district, beside the same pages of the story alone.

One request at a time, so that the wall time is the server's own: the page, its document, PostgreSQL.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter

import psycopg

from api.sample.places import STREET
from api.settings import Settings
from bench import cpu, data, plan_data, sample_data
from bench.contenders import Contender, fetch, product
from bench.load import Request
from bench.measure import ratio
from bench.results import Results
from schema.accounts.hashing import new_secret, secret_hash
from schema.engine.days import today
from schema.engine.ids import global_id
from schema.plenaries.half_years import latest

SIZES = ("small", "district")
PAGES = {
    "desk": ("district", "/matching"),
    "desk with portfolios": ("district", "/matching?portfolios=true"),
    "board of demands": ("district", "/demands/board"),
    "first page, district": ("district", "/"),
    "first page, subdistrict": ("chaowai", "/"),
    "first page, unit": ("manager", "/"),
    "resources": ("district", "/resources"),
    "resources on the list": ("district", "/resources?status=LISTED"),
    "demands": ("district", "/demands"),
    "demands without a match": ("district", "/demands?status=LISTED"),
    "demands found by initials": ("district", "/demands?search=lhq"),
    "matches": ("district", "/matches"),
    "board of projects": ("district", "/projects/board"),
    "papers of a plenary": ("district", "/plenaries/{area}/{half_year}"),
    "balance": ("district", "/balance/{area}"),
    "balance, outlook": ("district", "/balance/{area}/outlook"),
    "balance, subdistrict": ("chaowai", "/balance/{street}"),
    "plans": ("district", "/plans"),
    "plan": ("district", "/plans/{plan}"),
    "plan, what is short": ("district", "/plans/{plan}?short=true"),
    "plan on paper": ("district", "/plans/{plan}/print"),
}
"""By name: who asks, and for what; the area is the whole district, the half-year the present one."""


@dataclass
class Cost:
    """What one page took, in milliseconds: each request, and the CPU of server and database over all of them."""

    wall: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds."""
        return quantiles(self.wall, n=100, method="inclusive")[98]


def measure(settings: Settings, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """Both sizes in turn, page by page."""
    urls = {size: sample_data.prepare(settings, size, say) for size in SIZES}
    plans = {size: global_id("plan", plan_data.drafted(settings, url)) for size, url in urls.items()}
    found: dict[str, dict[str, Cost]] = {name: {size: Cost() for size in SIZES} for name in PAGES}
    with (
        product(settings.model_copy(update={"database_url": urls["small"]}), "") as small,
        product(settings.model_copy(update={"database_url": urls["district"]}), "") as district,
    ):
        servers = {"small": small, "district": district}
        sessions = {size: _sessions(url) for size, url in urls.items()}
        places = {size: _places(url) | {"plan": plans[size]} for size, url in urls.items()}
        backends = {size: cpu.Backends(url, f"{data.DATABASE}_{size}") for size, url in urls.items()}
        for _ in range(rounds):
            for name, (login, path) in PAGES.items():
                for size in SIZES:
                    ask(found[name][size], servers[size], sessions[size][login], path.format_map(places[size]), backends[size])
    _tell(found, results, say)


def ask(cost: Cost, server: Contender, session: str, path: str, backends: cpu.Backends, times: int = 40) -> None:
    """Ask some times in a row, after a few to warm up."""
    headers = {"cookie": f"gongzhi={session}", "accept": "text/html", "accept-language": "zh-CN"}
    request = Request(f"{server.address}{path}", headers)
    for _ in range(min(5, times)):
        fetch(request)
    before = cpu.seconds(server.pid), backends.seconds()
    for _ in range(times):
        started = perf_counter()
        fetch(request)
        cost.wall.append((perf_counter() - started) * 1e3)
    used = cpu.seconds(server.pid) - before[0] + cpu.since(before[1], backends.seconds())
    cost.cpu += used * 1e3


def _sessions(url: str) -> dict[str, str]:
    """A session's secret for each persona who asks."""
    found = {}
    with psycopg.connect(url, autocommit=True) as connection:
        for login in {login for login, _ in PAGES.values()}:
            found[login] = new_secret()
            connection.execute(
                "insert into session (account_id, secret_hash, expires_at)"
                " select id, %s, now() + interval '1 day' from account where login = %s",
                [secret_hash(found[login]), login],
            )
    return found


def _places(url: str) -> dict[str, str]:
    """What the addresses of pages leave open."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select id from area where level = 'DISTRICT'").fetchone()
        street = connection.execute("select id from area where code = %s", [STREET]).fetchone()
    assert row
    assert street
    return {"area": global_id("area", row[0]), "street": global_id("area", street[0]), "half_year": latest(today(), 1)[0]}


def _tell(found: dict[str, dict[str, Cost]], results: Results, say: Callable[[str], None]) -> None:
    say("\npages on a whole district, one request at a time: wall time and CPU of server and PostgreSQL; beside the story alone")
    for name, sizes in found.items():
        whole, story = sizes["district"], sizes["small"]
        cpu_each = whole.cpu / len(whole.wall)
        say(
            f"  {name:<26} p50 {median(whole.wall):>6.1f} ms  p99 {whole.p99:>6.1f} ms  CPU {cpu_each:>6.1f} ms"
            f"  × {ratio([median(whole.wall)], [median(story.wall)]):.1f}"
        )
    desk, board = found["desk"], found["board of demands"]
    results.note("desk.server_ms", median(desk["district"].wall), "ms")
    results.note("desk.server_p99_ms", desk["district"].p99, "ms")
    results.note("desk.vs_story", ratio([median(desk["district"].wall)], [median(desk["small"].wall)]), "ratio")
    results.note("board.server_ms", median(board["district"].wall), "ms")
    results.note("balance.server_ms", median(found["balance"]["district"].wall), "ms")
    results.note("plan.server_ms", median(found["plan"]["district"].wall), "ms")
    say("  desk and board: aim ≤ 100 ms")
