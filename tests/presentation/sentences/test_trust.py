import pandas as pd
import pytest

from datacell_lib.config import INDICES
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import HANDBOOKS, load_index_spec
from datacell_lib.presentation.sentences.trust import describe_purpose, describe_trust

AGES = pd.DataFrame({"title": ["a", "b"], "published": ["x", "y"]})
STEADY = pd.DataFrame({"neighbourhoods": [160], "sure": [106]})
DATASETS = ("census2021-age", "iod2025-scores")


@pytest.fixture
def tell(make_released):
    def tell(
        area="essex",
        index="community-vulnerability",
        steady=STEADY,
        changes=None,
        spec=None,
        **made,
    ):
        spec = spec or load_index_spec(INDICES / f"{index}.yml")
        spec = spec.model_copy(update=changes or {})
        ages = make_released(AGES, **({"datasets": DATASETS} | made))
        told = describe_trust(
            ages, steadiness=make_released(steady), area=load_area(area), spec=spec
        )
        return told.content["text/plain"].splitlines()

    return tell


class TestDescribeTrust:
    def test_it_says_five_things_in_a_line_each(self, tell):
        starts = [line.split("**")[1] for line in tell()]
        assert starts == ["Index.", "Age.", "Firmness.", "Test.", "What it misses."]

    def test_it_names_the_index_and_whose_it_is(self, tell, tmp_path):
        assert tell()[0].endswith(
            "ranked by “Community vulnerability index”, which comes with this handbook."
        )
        text = (INDICES / "community-vulnerability.yml").read_text(encoding="utf-8")
        own = text.replace("Community vulnerability index", "Needs of *Leicester*")
        (tmp_path / "leicester.yml").write_text(own, encoding="utf-8")
        spec = load_index_spec(tmp_path / "leicester.yml")
        said = tell(spec=spec)[0]
        assert "“Needs of *Leicester*”, which was made for this report" in said
        assert "none of the handbook's" in said

    def test_every_index_that_comes_with_the_handbook_is_known_as_one(self):
        assert all((INDICES / name).is_file() for name in HANDBOOKS)
        assert load_area("sample").index + ".yml" in HANDBOOKS

    def test_the_age_is_that_of_the_oldest_and_newest_figures(self, tell):
        # the days are those of the catalogue's entries
        assert "2 datasets came out from 2 November 2022 to 30 October 2025." in tell()[1]

    def test_one_day_is_said_once(self, tell):
        assert "came out on 2 November 2022." in tell(datasets=("census2021-age",))[1]

    def test_invented_figures_have_no_age(self, tell):
        assert "are invented, so they have no age" in tell("sample", invented=True)[1]

    def test_it_counts_where_nearly_all_ways_agree(self, tell):
        assert "For 106 of 160 neighbourhoods nearly all other ways" in tell()[2]

    def test_without_ranks_nothing_is_firm(self, tell):
        steady = pd.DataFrame({"neighbourhoods": [0], "sure": [0]})
        assert "No neighbourhood here has a rank." in tell(steady=steady)[2]

    @pytest.mark.parametrize("index", ["community-vulnerability", "covid-vulnerability"])
    def test_both_of_our_indices_say_how_they_were_tested_and_how_age_enters(self, tell, index):
        *_, test, misses = tell(index=index)
        assert "deaths" in test and "1.32 times" in test
        assert "aged" in misses or "Age is given" in misses
        assert "counts of people" in misses

    def test_an_index_whose_file_does_not_say_so_is_called_untested(self, tell):
        *_, test, misses = tell(changes={"tested": None, "misses": None})
        assert "Nobody has written down whether this index was tested" in test
        assert "Nobody has written down what this index misses." in misses


class TestDescribePurpose:
    @pytest.fixture
    def tell_purpose(self, make_released):
        def tell_purpose(**changes):
            spec = load_index_spec(INDICES / "community-vulnerability.yml")
            components = make_released(pd.DataFrame({"title": ["Age"]}))
            said = describe_purpose(components, spec=spec.model_copy(update=changes))
            return spec.purpose, said.content["text/plain"]

        return tell_purpose

    def test_it_is_what_the_file_says_as_it_stands(self, tell_purpose):
        purpose, said = tell_purpose()
        assert said == purpose

    def test_one_that_was_copied_is_not_said(self, tell_purpose):
        _, said = tell_purpose(purpose="")
        assert said == "Nobody has written down what this index is for."
