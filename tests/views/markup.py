"""Reading a page as a browser without JavaScript does: its elements, its forms, and what is wrong with its markup."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
LABELLED = {"input", "select", "textarea"}


@dataclass(eq=False)
class Element:
    """An element with its attributes, its children and the text directly in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    parts: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """This element and all below, in the order of the page."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        return [
            one
            for one in self.walk()
            if one.tag == tag and all(one.attributes.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]

    @property
    def text(self) -> str:
        """All text within, spaces made single."""
        return " ".join("".join(part if isinstance(part, str) else part.text + " " for part in self.parts).split())

    def inside(self, tag: str) -> "Element | None":
        """The nearest element of this tag around this one."""
        found = self.parent
        while found is not None and found.tag != tag:
            found = found.parent
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("#page")
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        doubled = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        if doubled:
            self.faults.append(f"<{tag}> has {doubled} twice")
        found = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(found)
        if tag not in VOID:
            self.at = found

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.at.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}>")
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def read(text: str) -> Element:
    """The tree of a page or of a part of one. Fails where tags do not match."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.faults, reader.faults
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    return reader.root


def faults(page: Element) -> list[str]:
    """What is wrong with a whole page: ids, labels, headings, language, nesting, and names that point nowhere."""
    ids = [one.get("id") for one in page.walk() if "id" in one.attributes]
    found = [f"id {name!r} {count} times" for name, count in Counter(ids).items() if count > 1 or not name]
    known = set(ids)
    for one in page.walk():
        for name in ("for", "aria-controls", "aria-labelledby", "aria-describedby"):
            found += [f"<{one.tag} {name}={to!r}> points nowhere" for to in one.get(name).split() if to not in known]
        if one.tag == "a" and one.get("href").startswith("#") and one.get("href")[1:] not in known:
            found.append(f"<a href={one.get('href')!r}> points nowhere")
        if one.tag in LABELLED and not _is_labelled(one, page):
            found.append(f"<{one.tag} name={one.get('name')!r}> has no label")
        if one.tag in ("a", "button") and not (one.text or one.get("aria-label")):
            found.append(f"<{one.tag} {one.attributes}> says nothing")
        if one.tag == "form" and one.inside("form"):
            found.append(f"a form to {one.get('action')} within a form")
        if one.tag == "form" and one.get("method") != "post" and one.get("method") not in ("", "get", "dialog"):
            found.append(f"a form with the method {one.get('method')}")
    headings = [one.text for one in page.all("h1")]
    found += [] if len(headings) == 1 and headings[0] else [f"h1: {headings}"]
    found += [] if page.all("html") and page.all("html")[0].get("lang") else ["no language"]
    found += [] if len(page.all("main")) == 1 and all(one.text for one in page.all("title")) else ["no main part or no title"]
    return found


def _is_labelled(one: Element, page: Element) -> bool:
    if one.get("type") in ("hidden", "submit", "button"):
        return True
    if one.get("aria-label") or one.get("aria-labelledby") or (one.inside("label") and one.inside("label").text):  # type: ignore[union-attr]
        return True
    return any(label.text for label in page.all("label") if one.get("id") and label.get("for") == one.get("id"))


def fields(form: Element) -> dict[str, list[str]]:
    """What a browser would send for a form as it is: the values by name."""
    found: dict[str, list[str]] = {}
    for one in form.walk():
        name = one.get("name")
        if not name or "disabled" in one.attributes or one.tag == "button":
            continue
        if one.tag == "input" and one.get("type") in ("checkbox", "radio"):
            if "checked" in one.attributes:
                found.setdefault(name, []).append(one.get("value") or "on")
        elif one.tag == "input" and one.get("type") != "file":
            found.setdefault(name, []).append(one.get("value"))
        elif one.tag == "textarea":
            found.setdefault(name, []).append("".join(part for part in one.parts if isinstance(part, str)))
        elif one.tag == "select":
            options = one.all("option")
            chosen = next((option for option in options if "selected" in option.attributes), options[0] if options else None)
            found.setdefault(name, []).append(chosen.get("value") if chosen else "")
    return found


def errors(page: Element) -> dict[str, str]:
    """The refusals that stand at fields, by the field's name."""
    return {one.get("id").removesuffix("-error"): one.text for one in page.all("p") if one.get("id").endswith("-error")}
