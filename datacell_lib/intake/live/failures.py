"""Why a publisher's server gave nothing, in words for whoever asked: what is wrong, what to do."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
)

from datacell_lib.files.plain_yaml import clip
from datacell_lib.schema import SourceError, UnreachableError

MIRROR = "set DATACELL_MIRROR to a folder that holds the publishers' files"
CONNECT = f"connect this computer to the internet, or {MIRROR}"
SIGN_IN = (
    "the proxy wants a name and a password (407): ask IT for the right proxy and set HTTPS_PROXY "
    f"to it, as in http://name:password@proxy:8080, or {MIRROR}"
)
PROXY = (
    "the proxy of HTTPS_PROXY or this computer's settings does not answer: correct or unset it, or "
    f"{MIRROR}"
)
SOCKS = (
    f"HTTPS_PROXY names a proxy of the kind SOCKS: name one that begins with http://, or {MIRROR}"
)
CERTIFICATE = (
    "its certificate is not trusted, as where an office's network reads what passes: ask IT for "
    "the network's root certificate as a .pem file and set REQUESTS_CA_BUNDLE to that file, or "
    f"{MIRROR}"
)
NO_BUNDLE = "REQUESTS_CA_BUNDLE names a file of certificates that is not there: correct or unset it"
ADVICE = {
    HTTPStatus.UNAUTHORIZED: "It is not open to everyone: open it in a browser.",
    HTTPStatus.FORBIDDEN: "The publisher, or this network's filter, refuses it: open it in a "
    "browser.",
    HTTPStatus.NOT_FOUND: "It has moved: mend the address in the catalogue entry.",
    HTTPStatus.GONE: "It is gone: mend the address in the catalogue entry.",
    HTTPStatus.TOO_MANY_REQUESTS: "It was asked too often: run the same command in some minutes.",
}
OF_THE_SERVER = "The fault is the server's: run the same command later."
OF_THE_REQUEST = "The interface may have changed: mend it in the catalogue entry."


def explain_failure(error: Exception, *, address: str) -> SourceError:
    """Explain why a request got no answer.

    Parameters
    ----------
    error : requests.RequestException or OSError
        What was raised.
    address : str
        What was asked.

    Returns
    -------
    SourceError
        To be raised; an UnreachableError where any other address would fare the same.
    """
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, ProxyError):
        return _describe_unreachable(address, SIGN_IN if "407" in str(reason) else PROXY)
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return _describe_unreachable(address, CONNECT)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _describe_unreachable(address, CERTIFICATE)
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):
        return _describe_unreachable(address, SOCKS)
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        return _describe_unreachable(address, PROXY)
    if not isinstance(error, requests.RequestException):  # requests looks for the file itself
        return _describe_unreachable(address, NO_BUNDLE)
    if isinstance(error, requests.Timeout) or isinstance(reason, ReadTimeoutError):
        return SourceError(f"{address} did not answer in time. {OF_THE_SERVER}")
    plain = re.sub(r"^.*\(Caused by (.*)\)$", r"\1", str(error))
    return SourceError(f"{address} did not answer as it should: {clip(plain)}. {OF_THE_SERVER}")


def explain_status(status: int, *, address: str) -> SourceError:
    """Explain a status of HTTP that is no success.

    Parameters
    ----------
    status : int
        The number.
    address : str
        What was asked.

    Returns
    -------
    SourceError
        To be raised.

    Examples
    --------
    >>> print(str(explain_status(503, address="it")).split(". ")[0])
    it did not answer as it should: 503 (Service Unavailable)
    """
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return _describe_unreachable(address, SIGN_IN)
    known = status in set(HTTPStatus)
    named = f"{status} ({HTTPStatus(status).phrase})" if known else str(status)
    of_server = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    advice = ADVICE.get(status, OF_THE_SERVER if of_server else OF_THE_REQUEST)
    return SourceError(f"{address} did not answer as it should: {named}. {advice}")


def _describe_unreachable(address: str, advice: str) -> UnreachableError:
    host = urlsplit(address).hostname or address
    return UnreachableError(f"{host} can't be reached: {advice}.", host=host, advice=advice)
