import pytest

from datacell_lib.pipeline.book.page_notice import describe_status

PENDING = "Pending: nobody has approved this report yet."


class TestDescribeStatus:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"invented": False}, PENDING),
            (
                {"invented": False, "as_of": "2020-07-31", "reconstructed": True},
                f"As of 31 July 2020, reconstructed from later data. {PENDING}",
            ),
            ({"invented": False, "as_of": "2020-07-31"}, f"As of 31 July 2020. {PENDING}"),
            (
                {"invented": True},
                f"Invented data: no place or person on this page is real. {PENDING}",
            ),
        ],
    )
    def test_a_page_says_what_it_is_not(self, facts, said):
        assert describe_status(**facts) == said
