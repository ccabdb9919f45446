"""Whatever keeps a server from answering is told in a sentence that says what to do."""

from __future__ import annotations

import pytest
import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    ProxyError,
    ReadTimeoutError,
)

from datacell_lib.intake.live.failures import explain_failure, explain_status
from datacell_lib.intake.live.http import Client
from datacell_lib.schema import SourceError, UnreachableError

ADDRESS = "https://example.org/table.csv"
UNTRUSTED = "(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in certificate chain')"
LOGIN = "<!DOCTYPE html><html><head><title>Sign in,\n please</title></head></html>"


def fail(reason: Exception) -> requests.ConnectionError:
    """What requests raises when urllib3 has given up for a reason."""
    return requests.ConnectionError(MaxRetryError(None, "/table.csv", reason))


class TestExplainFailure:
    @pytest.mark.parametrize(
        ("error", "kind", "said"),
        [
            (
                fail(NameResolutionError("example.org", None, OSError(-2))),
                True,
                "connect this comp",
            ),
            (fail(ConnectTimeoutError("10 seconds")), True, "connect this computer"),
            (fail(ProxyError("no", OSError("refused"))), True, "the proxy of HTTPS_PROXY"),
            (fail(ProxyError("no", OSError("failed: 407 Proxy"))), True, "http://name:password@"),
            (
                requests.exceptions.SSLError(UNTRUSTED),
                True,
                "root certificate .*REQUESTS_CA_BUNDLE",
            ),
            (requests.exceptions.InvalidSchema("Missing SOCKS support"), True, "begins with http"),
            (requests.exceptions.InvalidProxyURL("?"), True, "correct or unset it"),
            (OSError("Could not find a CA bundle, /no.pem"), True, "BUNDLE names .* not there"),
            (fail(ReadTimeoutError(None, "/", "30")), False, "did not answer in time.* later"),
            (requests.ReadTimeout("30"), False, "did not answer in time"),
            (requests.exceptions.SSLError("WRONG_VERSION"), False, "as it should: WRONG_VERSION"),
        ],
    )
    def test_each_says_where_what_and_what_to_do(self, error, kind, said):
        told = explain_failure(error, address=ADDRESS)
        assert isinstance(told, UnreachableError) is kind
        with pytest.raises(SourceError, match=rf"^(https://)?example\.org.*{said}"):
            raise told
        assert "Max retries" not in str(told)


class TestExplainStatus:
    @pytest.mark.parametrize(
        ("status", "said"),
        [
            (401, r"401 \(Unauthorized\)\. It is not open to everyone"),
            (403, r"403 \(Forbidden\)\. The publisher, or this network's filter, refuses it"),
            (404, r"404 \(Not Found\)\. It has moved: mend the address"),
            (418, r"418 .*\. The interface may have changed"),
            (429, r"429 \(Too Many Requests\)\. It was asked too often"),
            (503, r"503 \(Service Unavailable\)\. The fault is the server's"),
            (599, r"599\. The fault is the server's"),
        ],
    )
    def test_it_is_told_of_a_server_that_answers_so(self, server, answer, patience, status, said):
        server.answer = lambda path, query: answer(status=status)
        with (
            Client(patience=patience) as client,
            pytest.raises(SourceError, match=rf"^{server.address} did not.*: {said}") as told,
        ):
            client.get_csv(server.address)
        assert str(told.value).count(". ") == 1

    def test_a_proxy_that_wants_a_name_is_the_same_for_every_address(self):
        assert isinstance(explain_status(407, address=ADDRESS), UnreachableError)


class TestAPageToSignInOn:
    @pytest.mark.parametrize("ask", [Client.get_csv, Client.get_json])
    def test_it_is_no_table(self, server, answer, patience, ask):
        server.answer = lambda path, query: answer(LOGIN)
        with (
            Client(patience=patience) as client,
            pytest.raises(
                SourceError, match=r"web page \('Sign in, please'\).*sign in to, open it"
            ),
        ):
            ask(client, server.address)
