"""Who answers for a report, as an area file says it."""

import pytest
from pydantic import ValidationError

from datacell_lib.files.contact import Contact

ANN = {"owner": "Ann Other", "role": "analyst", "challenge": "Say which.", "email": "a@b.example"}


class TestContact:
    @pytest.mark.parametrize(
        "changed", [{}, {"email": None, "page": "https://council.example/data?a=1&b=2"}]
    )
    def test_an_email_address_or_a_page_is_enough(self, changed):
        assert Contact(**ANN | changed).owner == "Ann Other"

    def test_somebody_who_can_not_be_reached_is_no_contact(self):
        with pytest.raises(ValidationError, match="'email' and 'page' must say how to reach"):
            Contact(**ANN | {"email": None})

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("email", "ann"),
            ("email", "a@b.example?subject=x"),
            ("email", 'a"@b.example'),
            ("page", "javascript:alert(1)"),
            ("page", "//council.example"),
            ("page", 'https://council.example/"onclick="x'),
            ("owner", "<b>Ann</b>"),
            ("role", " "),
            ("challenge", " "),
            ("challenge", "one\ntwo"),
        ],
    )
    def test_what_is_no_plain_text_or_leads_nowhere_is_refused(self, key, value):
        with pytest.raises(ValidationError, match=key):
            Contact(**ANN | {key: value})
