"""Asking a publisher's server: patiently, politely, and believing no answer that is not whole."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import pandas as pd
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from datacell_lib.files.plain_yaml import clip
from datacell_lib.intake.live.answers import decode
from datacell_lib.intake.live.failures import explain_failure, explain_status
from datacell_lib.schema import SourceError
from datacell_lib.table_rows import iterate_rows, list_repeated
from datacell_lib.wording import quote_names

PASSING = (429, 500, 502, 503, 504)
PAGE_OF_HTML = re.compile(r"\s*<(!doctype html|html)", re.IGNORECASE)
CHUNK = 1 << 16
SHOWN = 120


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, and how often to ask again.

    Parameters
    ----------
    connecting, reading : float
        Seconds to wait for a connection, and for the next bytes.
    answering : float
        Seconds that a whole answer may take.
    attempts : int
        How often to ask again when the server is busy, or breaks off.
    backoff : float
        Seconds before the second attempt; doubled for each further one.
    longest_wait : float
        Seconds between two attempts at most, whatever the server's Retry-After says.
    """

    connecting: float = 10.0
    reading: float = 120.0
    answering: float = 900.0
    attempts: int = 3
    backoff: float = 1.0
    longest_wait: float = 120.0


class Client(AbstractContextManager):
    """A session with a publisher's server.

    Parameters
    ----------
    patience : Patience
        How long to wait, how often to ask again.

    Notes
    -----
    Status 429 and passing failures (500, 502, 503, 504) are asked again, after the time that
    the server names. An answer shorter than its Content-Length, or without its last chunk, is
    refused by urllib3, and asked for again.
    """

    def __init__(self, *, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        retry = Retry(
            total=self.patience.attempts,
            connect=1,
            status_forcelist=PASSING,
            allowed_methods=("GET",),
            raise_on_status=False,
            backoff_factor=self.patience.backoff,
            backoff_max=self.patience.longest_wait,
            retry_after_max=self.patience.longest_wait,
        )
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def get_json(self, address: str, parameters: Mapping[str, str] | None = None) -> dict:
        """Ask for a JSON object.

        Parameters
        ----------
        address : str
            Where.
        parameters : mapping, optional
            The query.

        Returns
        -------
        dict
            The object.

        Raises
        ------
        SourceError
            If no whole answer came, or it is not a JSON object but a web page, say.
        """
        body, _ = self._get(address, parameters)
        _refuse_page(body.decode("utf-8", errors="replace"), address=address)
        try:
            content = json.loads(body)
        except ValueError as error:
            raise SourceError(
                f"{address} answered with something that is not JSON ({error}): {_show(body)}."
            ) from error
        if not isinstance(content, dict):
            raise SourceError(f"{address} must answer with a JSON object; found {_show(body)}.")
        return content

    def get_csv(self, address: str, parameters: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Ask for a CSV table.

        Parameters
        ----------
        address : str
            Where.
        parameters : mapping, optional
            The query.

        Returns
        -------
        pandas.DataFrame
            The table as text, columns as the server names them; perhaps without rows.

        Raises
        ------
        SourceError
            If no whole answer came, it is empty, its rows differ in length, or a heading stands
            twice.
        """
        body, framed = self._get(address, parameters)
        text = decode(body, origin=address)
        _refuse_page(text, address=address)
        if not text.strip():
            raise SourceError(
                f"{address} answered with nothing at all, as it does when a name or parameter "
                "is unknown to it. Mend the interface's parameters in the catalogue entry."
            )
        if not framed and not text.endswith("\n"):
            raise SourceError(f"the answer of {address} breaks off in the middle of a line.")
        lines = iterate_rows(io.StringIO(text, newline=""), origin=address)
        header, *rows = (row for _, row in lines)
        if repeated := list_repeated(header):
            raise SourceError(
                f"{address} answered with more than one column called {quote_names(repeated)}, so "
                "nobody can say which is meant."
            )
        return pd.DataFrame(rows, columns=header, dtype="str")

    def get_text(self, address: str) -> str:
        """Ask for a page.

        Parameters
        ----------
        address : str
            Where.

        Returns
        -------
        str
            The page's source.

        Raises
        ------
        SourceError
            If no whole answer came, or it is not text.
        """
        body, _ = self._get(address)
        return decode(body, origin=address)

    def save(self, address: str, *, target: Path) -> None:
        """Save a file.

        Parameters
        ----------
        address : str
            Where it is.
        target : Path
            Where to write it.

        Raises
        ------
        SourceError
            If it did not come whole.
        """
        with target.open("wb") as sink:
            self._receive(address, None, sink)

    def _get(self, address: str, parameters: Mapping[str, str] | None = None) -> tuple[bytes, bool]:
        """Return the body, and whether HTTP itself said where it ends."""
        sink = io.BytesIO()
        framed = self._receive(address, parameters, sink)
        return sink.getvalue(), framed

    def _receive(self, address: str, parameters: Mapping[str, str] | None, sink: BinaryIO) -> bool:
        reason = None
        for attempt in range(self.patience.attempts + 1):
            if attempt:
                wait = self.patience.backoff * 2 ** (attempt - 1)
                time.sleep(min(wait, self.patience.longest_wait))
                sink.seek(0)
                sink.truncate()
            with closing(self._open(address, parameters)) as response:
                try:
                    self._drain(response, sink)
                except HTTPError as error:
                    reason = error
                    continue
                headers = response.headers
                return "Content-Length" in headers or "Transfer-Encoding" in headers
        raise SourceError(
            f"{address} broke off its answer {self.patience.attempts + 1} times: {reason}."
        ) from reason

    def _open(self, address: str, parameters: Mapping[str, str] | None) -> requests.Response:
        timeout = (self.patience.connecting, self.patience.reading)
        try:
            response = self._session.get(address, params=parameters, stream=True, timeout=timeout)
        except OSError as error:
            raise explain_failure(error, address=address) from error
        if not response.ok:
            response.close()
            raise explain_status(response.status_code, address=address)
        return response

    def _drain(self, response: requests.Response, sink: BinaryIO) -> None:
        deadline = time.monotonic() + self.patience.answering
        # whatever has come, not a full chunk: a server that dribbles must not outlast the deadline
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            sink.write(chunk)
            if time.monotonic() > deadline:
                raise SourceError(
                    f"{response.url} was too slow: its answer was not whole after "
                    f"{self.patience.answering:g} seconds."
                )


def _refuse_page(text: str, *, address: str) -> None:
    """Refuse a web page where data were asked for, such as one to sign in on."""
    if PAGE_OF_HTML.match(text):
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        called = f" ({clip(' '.join(title[1].split()))!r})" if title else ""
        raise SourceError(
            f"{address} answered with a web page{called} where data should be. If this network has "
            "a page to sign in to, open it in a browser and run again."
        )


def _show(body: bytes) -> str:
    text = " ".join(body[:SHOWN].decode("utf-8", errors="replace").split())
    return repr(text) if text else "nothing"
