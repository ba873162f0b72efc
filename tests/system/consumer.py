"""A consumer of the change feed: a program that notes what it was told and how far it is, and may be killed at any moment.

``python consumer.py PORT TOKEN FILE [end]``: it goes on where FILE says, for ever or to the end of what there is.
"""

import http.client
import json
import sys
import time

FEED = """query Feed($after: String) {
  events(orderBy: COMMITTED, after: $after, first: 5) { nodes { id } pageInfo { hasNextPage endCursor } }
  eventHorizon
}"""


def main(port: int, token: str, file: str, *until: str) -> None:
    cursor = next(reversed(noted(file, "cursor")), None)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with open(file, "a", buffering=1) as notes:
        notes.write("\n")
        while True:
            body = json.dumps({"query": FEED, "variables": {"after": cursor}})
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", "/graphql", body, headers)
            data = json.load(connection.getresponse())["data"]
            notes.writelines(f"event {node['id']}.\n" for node in data["events"]["nodes"])
            more = data["events"]["pageInfo"]
            cursor = more["endCursor"] if more["hasNextPage"] else data["eventHorizon"]
            notes.write(f"cursor {cursor}.\n")
            if not more["hasNextPage"]:
                if until:
                    return
                time.sleep(0.02)


def noted(file: str, what: str) -> list[str]:
    """What was noted to its end."""
    with open(file) as notes:
        return [line[len(what) + 1 : -2] for line in notes if line.startswith(what) and line.endswith(".\n")]


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
