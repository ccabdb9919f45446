import pandas as pd
import pytest

from datacell_lib.presentation.sentences.gap_narrative import describe_gaps

GAPS = pd.DataFrame(
    {
        "ordered_by": ["vulnerability", "deprivation"],
        "difference": [224.66, -30.2],
        "difference_lower": [197.4, -50.0],
        "difference_upper": [252.0, -10.0],
        "ratio": [2.407, 0.8],
        "ratio_lower": [2.143, 0.7],
        "ratio_upper": [2.716, 0.94],
    }
)


@pytest.fixture
def tell(make_released):
    def write(gaps):
        return describe_gaps(make_released(gaps), place="Essex").content["text/plain"]

    return write


class TestDescribeGaps:
    def test_each_order_of_places_is_told_with_its_interval(self, tell):
        assert tell(GAPS) == (
            "**Of every 100,000 residents 2.4 times (2.1 to 2.7) as many died in the most "
            "vulnerable places of Essex as in the least vulnerable: 225 more.** Of every 100,000 "
            "residents 0.8 times (0.7 to 0.9) as many died in the most deprived places of Essex "
            "as in the least deprived: 30 fewer."
        )

    def test_what_no_line_can_say_is_said_so(self, tell):
        lost = GAPS.assign(ratio=float("nan"), difference=float("nan"))
        assert tell(lost.head(1)).endswith(
            "can't be said: in a fifth nobody died, or the fifths don't follow a line.**"
        )

    def test_an_interval_that_is_not_known_is_left_out(self, tell):
        text = tell(GAPS.assign(ratio_lower=float("nan"), ratio_upper=float("nan")).head(1))
        assert "2.4 times as many" in text

    def test_too_few_places_are_said(self, tell):
        assert tell(GAPS.head(0)).startswith("Fifths of places are compared where there are ten")
