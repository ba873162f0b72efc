"""Asks with the library gql, which fetches the contract first and checks the document against it: with_gql.py ADDRESS TOKEN."""

import json
import sys

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport

address, token = sys.argv[1:]
transport = HTTPXTransport(url=address, headers={"Authorization": f"Bearer {token}"})
with Client(transport=transport, fetch_schema_from_transport=True) as session:
    assert session.client.schema
    scoped = session.client.schema.get_directive("requires")
    found = session.execute(gql("query ($text: String) { demands(first: 3, filter: {search: $text}) { nodes { title } } }"))
    try:
        session.execute(gql("{ people(first: 1) { nodes { name } } }"))
        refused = ""
    except TransportQueryError as error:
        refused = (error.errors or [{}])[0]["extensions"]["code"]
titles = [one["title"] for one in found["demands"]["nodes"]]
sys.stdout.write(json.dumps({"titles": titles, "refused": refused, "scoped": bool(scoped)}))
