"""The examples as a collection of Bruno, a desktop client for APIs that keeps its requests as text files."""

import io
import json
import zipfile
from collections.abc import Mapping
from textwrap import indent

from schema.reference.examples import Example, examples, steps

PERSONAS = ("committee", "provider", "neighbour")
"""Whose tokens the collection asks for."""


def collection(address: str) -> dict[str, str]:
    """The collection's files by name; requests go to ``address``, which an environment holds."""
    about = {"version": "1", "name": "Gongzhi", "type": "collection"}
    place = f"vars {{\n  address: {address}\n}}\nvars:secret [\n" + ",\n".join(f"  {one}" for one in PERSONAS) + "\n]\n"
    requests = {f"{n:02} {one.name}.bru": _request(n, one) for n, one in enumerate(examples(), 1)}
    return {"bruno.json": json.dumps(about, indent=2) + "\n", "environments/here.bru": place, **requests}


def packed(files: Mapping[str, str]) -> bytes:
    """The files as one archive, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"gongzhi/{name}"), text)
    return out.getvalue()


def _request(number: int, one: Example) -> str:
    auth = "none" if one.persona == "public" else "bearer"
    blocks = [
        ("meta", f"name: {number:02} {one.name}\ntype: graphql\nseq: {number}"),
        ("post", f"url: {{{{address}}}}/graphql\nbody: graphql\nauth: {auth}"),
        *([("auth:bearer", f"token: {{{{{one.persona}}}}}")] if auth == "bearer" else []),
        ("body:graphql", one.document.rstrip()),
        *([("body:graphql:vars", _variables(one))] if one.variables else []),
        *([("script:post-response", "\n".join(_kept(name, path) for name, path in one.keeps.items()))] if one.keeps else []),
        ("tests", _TESTS),
        ("docs", f"{one.title}\n{one.english}"),
    ]
    return "\n\n".join(f"{name} {{\n{indent(text, '  ')}\n}}" for name, text in blocks) + "\n"


_TESTS = """\
test("answers without errors and refusals", function () {
  expect(res.body.errors).to.equal(undefined);
  for (const one of Object.values(res.body.data)) expect(one.refusals || []).to.eql([]);
});"""


def _variables(one: Example) -> str:
    """As JSON; what stands for a number, which is all that is kept but ids, without its quotes."""
    text = json.dumps(one.variables, ensure_ascii=False, indent=2)
    for name in (name for other in examples() for name, path in other.keeps.items() if not path.endswith(".id")):
        text = text.replace(f'"{{{{{name}}}}}"', f"{{{{{name}}}}}")
    return text


def _kept(name: str, path: str) -> str:
    where = "res.body.data"
    for key, field, value in steps(path):
        where += f"[{key}]" if key.isdigit() else f".{key}"
        where += f'.find(one => one.{field} === "{value}")' if field else ""
    return f'bru.setVar("{name}", {where});'
