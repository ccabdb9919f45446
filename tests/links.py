"""Which links of a folder of pages lead nowhere inside it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


def list_broken_links(folder: Path) -> list[str]:
    """Every link of a page to a file or a place in one that is not there, after the page's name."""
    found = [path for path in sorted(folder.rglob("*.html")) if not is_asset(path, folder)]
    pages = {path.resolve(): read_page(path) for path in found}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            places = pages[target].places if target in pages else None
            fragment = unquote(parts.fragment)
            lost = places is not None and fragment and fragment not in places
            if not target.is_file() or lost:
                broken.append(f"{path.relative_to(folder.resolve()).as_posix()}: {link}")
    return broken


def is_asset(path: Path, folder: Path) -> bool:
    """Tell whether a file is one of a theme's own, such as a template, and no page."""
    return path.relative_to(folder).parts[0].startswith("_")


class Page(HTMLParser):
    """What a page links to, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = {"top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a picture, a script, a place."""
        values = {name: value for name, value in attrs if value}
        self.links += [values[name] for name in ("href", "src") if name in values]
        self.places |= {values[name] for name in ("id", "name") if name in values}


def read_page(path: Path) -> Page:
    """Read a page."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
