"""What a test wants to know of an HTML page: its headings, ids, links, pictures and addresses."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
"""Names that look like addresses; nothing is fetched from them."""


@dataclass
class Page:
    """A page as read: `unlabelled` pictures have neither alt text nor a label nor a title."""

    path: Path
    h1: int = 0
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)

    @property
    def repeated_ids(self) -> list[str]:
        """The ids that stand twice."""
        return sorted({each for each in self.ids if self.ids.count(each) > 1})

    @property
    def outside(self) -> list[str]:
        """The addresses on the network that the file names."""
        found = re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"'<>)]*", self.path.read_text())
        return [address for address in found if not address.startswith(NAMESPACES)]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.page.ids.append(str(given["id"]))
        if tag == "h1":
            self.page.h1 += 1
        if tag == "a" and given.get("href") is not None:
            self.page.links.append(str(given["href"]))
        hidden = given.get("aria-hidden") == "true"
        if tag in ("img", "svg") and not hidden and not {"alt", "aria-label", "aria-labelledby"} & given.keys():
            self.page.unlabelled.append(str(self.get_starttag_text()))


def read_page(path: Path) -> Page:
    """Read a page from its file."""
    page = Page(path)
    _Reader(page).feed(path.read_text())
    return page


def broken_links(pages: list[Page]) -> list[str]:
    """Return the links of pages that lead to no file, or to no id in it."""
    ids = {page.path.resolve(): set(page.ids) for page in pages}
    return [f"{page.path.name}: {link}" for page in pages for link in page.links if not _leads(page, link, ids)]


def _leads(page: Page, link: str, ids: dict[Path, set[str]]) -> bool:
    name, _, fragment = unquote(link).partition("#")
    target = (page.path.parent / name).resolve() if name else page.path.resolve()
    if target not in ids:
        return target.is_file() and not fragment
    return not fragment or "=" in fragment or fragment in ids[target]
