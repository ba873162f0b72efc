"""``python -m bench [BENCH …] [--quick]``: measure, print, and note the figures; BENCHES names them."""

import argparse
import os

from api.embedded import running
from api.settings import Settings, settings
from bench import balances, data, desk, district_plan, imports, load, matching, page, plans, reads
from bench.contenders import all_contenders
from bench.cpu import Backends
from bench.results import Results
from bench.viewer import new_credentials

BENCHES = ["imports", "matching", "plans", "desk", "balances", "reads", "page"]


def main() -> None:
    """Run the benches named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"{', '.join(BENCHES)}; all unless given")
    parser.add_argument("--quick", action="store_true", help="one short round to see that everything works; keeps no figures")
    chosen = parser.parse_args()
    wanted = chosen.benches or BENCHES
    if unknown := set(wanted) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    rounds, seconds = (1, 1.0) if chosen.quick else (3, 2.0)
    results = Results(keep=not chosen.quick)
    if "plans" in wanted:
        plans.measure(rounds, results, say)
    _with_servers(set(wanted), rounds, seconds, results)
    say(results.write())


def _with_servers(wanted: set[str], rounds: int, seconds: float, results: Results) -> None:
    """The benches that need PostgreSQL."""
    with running(settings()) as effective:
        if "imports" in wanted:
            imports.measure(effective, rounds, results, say)
        if "matching" in wanted:
            matching.measure(effective, rounds, results, say)
        if "plans" in wanted:
            district_plan.measure(effective, rounds, results, say)
        if "desk" in wanted:
            desk.measure(effective, rounds, results, say)
        if "balances" in wanted:
            balances.measure(effective, rounds, results, say)
        if {"reads", "page"} & wanted:
            _serve(effective, wanted, rounds, seconds, results)


def _serve(effective: Settings, wanted: set[str], rounds: int, seconds: float, results: Results) -> None:
    """The benches that ask servers of their own."""
    url = data.prepare(effective.database_url or "", say)
    measured = effective.model_copy(update={"database_url": url})
    token, session = new_credentials(url)
    backends = Backends(url, data.DATABASE)
    say(f"load: {load.tool()}; {os.cpu_count()} CPUs, load average {os.getloadavg()[0]:.1f}; one server process each")
    with all_contenders(measured, token, say) as contenders:
        if "reads" in wanted:
            reads.compare_answers(contenders, say)
            found = reads.measure(contenders, backends, rounds, seconds, say)
            say(reads.table(found))
            say(reads.report(found, results))
        if "page" in wanted:
            product = next(one for one in contenders if one.name == "product")
            page.measure(product, session, backends, rounds, seconds, results, say)


def say(line: str) -> None:
    """Tell whoever waits."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
