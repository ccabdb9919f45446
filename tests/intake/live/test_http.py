"""Asking a server that has every fault a server can have."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from datacell_lib.intake.live.http import Client
from datacell_lib.schema import SourceError, UnreachableError


@pytest.fixture
def client(patience):
    with Client(patience=patience) as opened:
        yield opened


class TestGetJson:
    def test_a_whole_answer_is_given_back(self, client, server, answer):
        server.answer = lambda path, query: answer(f'{{"asked": "{query["of"]}"}}')
        assert client.get_json(server.address, {"of": "Basildon"}) == {"asked": "Basildon"}

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_passing_failure_is_asked_again(self, client, server, answer, in_turn, status):
        server.answer = in_turn(answer(status=status), answer('{"count": 1}'))
        assert client.get_json(server.address) == {"count": 1}
        assert len(server.asked) == 2

    def test_a_lasting_failure_ends_after_the_attempts_allowed(self, client, server, answer):
        server.answer = lambda path, query: answer(status=500)
        with pytest.raises(SourceError, match=r"did not answer as it should.*500"):
            client.get_json(server.address)
        assert len(server.asked) == 3  # once and two attempts more

    def test_retry_after_is_waited_for(self, client, server, answer, in_turn):
        server.answer = in_turn(answer(status=429, headers={"Retry-After": "1"}), answer("{}"))
        start = time.monotonic()
        client.get_json(server.address)
        # the patience of these tests caps one second to a twentieth, beyond the backoff of 0.01
        assert 0.05 <= time.monotonic() - start < 1

    def test_a_missing_page_is_not_asked_again(self, client, server, answer):
        server.answer = lambda path, query: answer(status=404)
        with pytest.raises(SourceError, match="404"):
            client.get_json(server.address)
        assert len(server.asked) == 1

    def test_a_truncated_body_is_asked_again(self, client, server, answer, in_turn):
        server.answer = in_turn(answer('{"count": 12345}', cut=13), answer('{"count": 12345}'))
        assert client.get_json(server.address) == {"count": 12345}

    def test_a_body_truncated_every_time_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer('{"count": 12345}', cut=13)
        with pytest.raises(SourceError, match="broke off its answer 3 times"):
            client.get_json(server.address)

    def test_a_body_truncated_without_a_stated_length_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer('{"count": 12345}'[:13], framed=False)
        with pytest.raises(SourceError, match="not JSON"):
            client.get_json(server.address)

    def test_a_server_that_stalls_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer('{"count": 1}', pause=0.5)
        with pytest.raises(SourceError, match="broke off its answer 3 times"):
            client.get_json(server.address)

    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_server_that_dribbles_is_an_error(self, client, server, answer, chunked):
        # each byte comes in time, the whole would take two seconds and more
        body = "1\r\nx\r\n" * 200 + "0\r\n\r\n" if chunked else "x" * 200
        headers = {"Transfer-Encoding": "chunked"} if chunked else {}
        server.answer = lambda path, query: answer(
            body, headers=headers, framed=not chunked, pause=0.01
        )
        with pytest.raises(SourceError, match="too slow"):
            client.get_json(server.address)

    def test_a_chunked_body_without_its_last_chunk_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer(
            "2\r\n{}\r\n", headers={"Transfer-Encoding": "chunked"}, framed=False
        )
        with pytest.raises(SourceError, match="broke off its answer 3 times"):
            client.get_json(server.address)

    def test_a_compressed_answer_is_unpacked(self, client, server, answer):
        body = gzip.compress(json.dumps({"names": ["Basildon"] * 10_000}).encode())
        server.answer = lambda path, query: answer(body, headers={"Content-Encoding": "gzip"})
        assert len(client.get_json(server.address)["names"]) == 10_000

    def test_a_damaged_compressed_answer_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("{}", headers={"Content-Encoding": "gzip"})
        with pytest.raises(SourceError, match="broke off its answer 3 times"):
            client.get_json(server.address)

    def test_a_server_that_is_not_there_is_an_error(self, client):
        # port 9 (discard) has no listener on any machine that runs tests
        with pytest.raises(UnreachableError, match=r"^127\.0\.0\.1 can't be reached: connect"):
            client.get_json("http://127.0.0.1:9")

    @pytest.mark.parametrize("proxied", [True, False])
    def test_without_a_network_it_is_one_short_sentence(self, patience, monkeypatch, proxied):
        if proxied:
            monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        with (
            Client(patience=patience) as client,
            pytest.raises(UnreachableError, match=r"^nowhere\.invalid can't be") as told,
        ):
            client.get_json("http://nowhere.invalid/things.csv")
        assert len(str(told.value)) < 200

    def test_a_page_of_html_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("<html>We are sorry</html>")
        with pytest.raises(SourceError, match="a web page where data should be"):
            client.get_json(server.address)

    def test_what_is_not_json_is_an_error_that_shows_it(self, client, server, answer):
        server.answer = lambda path, query: answer("We are sorry")
        with pytest.raises(SourceError, match=r"not JSON.*We are sorry"):
            client.get_json(server.address)

    def test_an_empty_answer_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("")
        with pytest.raises(SourceError, match=r"not JSON.*: nothing"):
            client.get_json(server.address)

    def test_a_list_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("[1]")
        with pytest.raises(SourceError, match="must answer with a JSON object"):
            client.get_json(server.address)


class TestGetCsv:
    def test_a_table_is_given_back_as_text(self, client, server, answer):
        server.answer = lambda path, query: answer('code,name\r\n01,"Hill, East"\r\n')
        table = client.get_csv(server.address)
        assert table.to_dict("list") == {"code": ["01"], "name": ["Hill, East"]}

    def test_a_table_without_rows_is_given_back(self, client, server, answer):
        server.answer = lambda path, query: answer("code,name\n")
        table = client.get_csv(server.address)
        assert list(table) == ["code", "name"]
        assert table.empty

    def test_an_empty_answer_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("\n")
        with pytest.raises(SourceError, match="nothing at all"):
            client.get_csv(server.address)

    def test_a_last_value_cut_short_is_an_error(self, client, server, answer):
        # 123 would be read as 12, and every row would be there
        server.answer = lambda path, query: answer("code,cases\nE07000066,12", framed=False)
        with pytest.raises(SourceError, match="breaks off in the middle of a line"):
            client.get_csv(server.address)

    def test_a_row_of_another_length_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("code,cases\nE07000066,12\nE07000067\n")
        with pytest.raises(SourceError, match="line 3 has 1 values where the header has 2"):
            client.get_csv(server.address)

    def test_a_heading_that_stands_twice_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer("code,cases,cases\nE07000066,12,13\n")
        with pytest.raises(SourceError, match="more than one column called 'cases'"):
            client.get_csv(server.address)

    def test_a_quotation_mark_left_open_is_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer('code,name\nE07000066,"Basil\n')
        with pytest.raises(SourceError, match="line 2 is not readable as CSV"):
            client.get_csv(server.address)

    def test_bytes_that_are_no_text_are_an_error(self, client, server, answer):
        server.answer = lambda path, query: answer(b"code\n\xff\xfe\n")
        with pytest.raises(SourceError, match="not text"):
            client.get_csv(server.address)


class TestSave:
    def test_a_file_asked_for_again_holds_nothing_of_the_first_try(
        self, client, server, answer, in_turn, tmp_path
    ):
        body = bytes(range(256)) * 1000
        server.answer = in_turn(answer(body * 2, cut=300_000), answer(body))
        client.save(server.address, target=tmp_path / "file")
        assert (tmp_path / "file").read_bytes() == body
