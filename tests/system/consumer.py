"""A consumer of the change feed: a program that notes what it was told and how far it is, and may be killed at any moment.

``python consumer.py PORT TOKEN FILE read|follow|finish``: it goes on where FILE says, page by page or as a subscription, for
ever; or page by page to the end of what there is.
"""

import http.client
import json
import sys
import time

READ = """query ($after: String) {
  events(orderBy: COMMITTED, after: $after, first: 5) { nodes { id } pageInfo { hasNextPage endCursor } }
  eventHorizon
}"""
FOLLOW = "subscription ($after: String) { events(after: $after) { cursor node { id } } }"


class Consumer:
    """One life of it."""

    def __init__(self, port: int, token: str, file: str) -> None:
        # Nothing noted: from the beginning, which an empty page before the first event stands for.
        self.cursor = next(reversed(noted(file, "cursor")), None)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.notes = open(file, "a", buffering=1)
        self.notes.write("\n")

    def ask(self, query: str, **headers: str) -> http.client.HTTPResponse:
        body = json.dumps({"query": query, "variables": {"after": self.cursor}})
        self.connection.request("POST", "/graphql", body, self.headers | headers)
        return self.connection.getresponse()

    def read(self) -> bool:
        """Note one page; returns whether there is another at once."""
        data = json.load(self.ask(READ))["data"]
        for node in data["events"]["nodes"]:
            self.notes.write(f"event {node['id']}.\n")
        page = data["events"]["pageInfo"]
        self.note_cursor(page["endCursor"] if page["hasNextPage"] else data["eventHorizon"])
        return bool(page["hasNextPage"])

    def follow(self) -> None:
        """Note what a subscription tells for as long as it does."""
        for line in self.ask(FOLLOW, Accept="text/event-stream"):
            if line.startswith(b"data: {"):
                edge = json.loads(line[6:])["data"]["events"]
                self.notes.write(f"event {edge['node']['id']}.\n")
                self.note_cursor(edge["cursor"])

    def note_cursor(self, cursor: str) -> None:
        self.cursor = cursor
        self.notes.write(f"cursor {cursor}.\n")


def noted(file: str, what: str) -> list[str]:
    """What was noted to its end."""
    with open(file) as notes:
        return [line[len(what) + 1 : -2] for line in notes if line.startswith(what) and line.endswith(".\n")]


def main(port: int, token: str, file: str, way: str) -> None:
    consumer = Consumer(port, token, file)
    if way == "follow" and consumer.cursor:
        consumer.follow()
    while consumer.read() or way != "finish":
        time.sleep(0.02)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
