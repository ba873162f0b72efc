"""A page against its own document: what the template and the rest of a page cost beside the read."""

import json
from collections.abc import Callable

from bench.contenders import Contender, fetch
from bench.cpu import Backends
from bench.load import Request
from bench.measure import Sample, middle, ratio, sample
from bench.results import Results
from schema import contract
from views.documents import PageDocuments

SIZE = 50
CONNECTIONS = 16


def requests(product: Contender, session: str) -> tuple[Request, Request]:
    """The list of organisations as a browser asks for it, and the page's document with the same variables on /graphql."""
    cookie = {"cookie": f"gongzhi={session}"}
    page = Request(f"{product.address}/organisations", {**cookie, "accept": "text/html", "accept-language": "zh-CN"})
    text = PageDocuments(contract)["organisations/list"].text
    variables = {"first": SIZE, "orderBy": "NAME"}
    headers = {**cookie, "content-type": "application/json", "accept": "application/json"}
    return page, Request(f"{product.address}/graphql", headers, json.dumps({"query": text, "variables": variables}))


def measure(
    product: Contender,
    session: str,
    backends: Backends,
    rounds: int,
    seconds: float,
    results: Results,
    say: Callable[[str], None],
) -> None:
    """Both in turn, and the ratio of their CPU. Raises AssertionError unless the page shows all rows of the document."""
    page, document = requests(product, session)
    rows = json.loads(fetch(document))["data"]["organisations"]["nodes"]
    shown = fetch(page).decode()
    assert len(rows) == SIZE, f"{len(rows)} rows"
    assert all(row["name"] in shown for row in rows), "the page shows other rows than its document has"
    found: dict[str, list[Sample]] = {"page": [], "document": []}
    for turn in range(rounds + 1):
        for name, request in (("document", document), ("page", page)):
            got = sample(request, product.pid, backends, CONNECTIONS, seconds)
            if turn:
                found[name].append(got)
    value = ratio([one.cpu for one in found["page"]], [one.cpu for one in found["document"]])
    results.note("page.cpu_vs_document", value, "ratio")
    say(f"\na page of {SIZE} organisations, {CONNECTIONS} connections")
    for name, samples in found.items():
        got = middle(samples)
        say(f"  {name:<10} {got.rate:>7,.0f} requests/s  p50 {got.p50:.1f} ms  p99 {got.p99:.1f} ms  server CPU {got.cpu:.3f} ms")
    say(f"  CPU: page / document {value:.2f} (aim ≤ 3)")
