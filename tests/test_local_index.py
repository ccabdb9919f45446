"""An analyst's own figure, known for one council alone: from a CSV file to a released table."""

import hashlib
import shutil

import pandas as pd
import pytest
import yaml

from datacell_lib import config
from datacell_lib.analysis.index.within_area import rank_within_area
from datacell_lib.analysis.quality.source_ratings import rate_sources
from datacell_lib.desk import open_report
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec, draft_index_spec
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import list_reads, using_ledger
from datacell_lib.governance.partner_terms import Withheld
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline.new_dataset import write_dataset_entry
from datacell_lib.presentation.sections import show_local_indices
from datacell_lib.presentation.tables import show_table
from datacell_lib.schema import ConfigError, ParameterError, SourceError, TableError
from tests.conftest import PARTNER
from tests.example_index import content, indicator

DISTRICT = "E07990001"
FILE = "a-council/parcels.csv"
ENTRY = {
    "id": "food-parcels",
    "title": "Food-bank parcels",
    "publisher": "A council",
    "page": "https://example.org/parcels",
    "licence": "OGL-UK-3.0",
    "attribution": "Contains figures of a council.",
    "kind": "published statistics",
    "reason": "Counts of parcels, with small numbers left out.",
    "period": "2025",
    "published": "2026-01-15",
    "native_geography": "LSOA 2021",
    "refresh": {"every": "every year", "when_late": "carry forward"},
    "columns": {
        "parcels": {
            "type": "integer",
            "unit": "parcels",
            "quantity": "count",
            "direction": "higher_is_more_vulnerable",
            "meaning": "Parcels that were handed out.",
        }
    },
    "copies": [
        {
            "layout": "official",
            "path": FILE,
            "columns": {"area_code": "LSOA21CD", "parcels": "Parcels"},
        }
    ],
}
INDEX = content(
    name="food-parcels",
    title="Food-bank parcels",
    within="area",
    missing={"rule": "leave_unranked"},
    indicators=[indicator("parcels") | {"dataset": "food-parcels"}],
)


@pytest.fixture
def council(tmp_path, monkeypatch):
    """Return a function that sets up a council: its file, entry, index and area file."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    for name in ("SAMPLE", "CATALOGUE", "AREAS", "INDICES"):
        folder = tmp_path / name.lower()
        shutil.copytree(getattr(config, name), folder, ignore=ignored)
        monkeypatch.setattr(config, name, folder)
    with using_ledger(tmp_path / "run"):
        places = open_report("sample").neighbourhoods["area_code"].sort_values()
    codes = list(places)

    def set_up(rows=None, *, entry=ENTRY, index=INDEX, area=None):
        table = {code: 5 * place for place, code in enumerate(codes)} if rows is None else rows
        text = "LSOA21CD,Parcels\n" + "".join(f"{code},{n}\n" for code, n in table.items())
        path = config.SAMPLE / FILE
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with (config.SAMPLE / "SHA256SUMS").open("a", encoding="utf-8") as sums:
            sums.write(f"{digest}  {FILE}\n")
        write(config.CATALOGUE / "food-parcels.yml", entry)
        write(config.INDICES / "food-parcels.yml", index)
        own = yaml.safe_load((config.AREAS / "sample.yml").read_text(encoding="utf-8"))
        own |= {"local_indices": ["food-parcels"]} if area is None else area
        write(config.AREAS / "sample.yml", own)
        load_dataset.cache_clear()
        return codes

    load_dataset.cache_clear()
    yield set_up
    load_dataset.cache_clear()


def fill_in(text):
    """Answer what an entry asks, as somebody would who knows the file."""
    answers = {"published": "2026-01-15", "direction": "higher_is_more_vulnerable"}
    answers |= {"kind": "published statistics", "native_geography": "LSOA 2021"}
    lines = []
    for line in text.splitlines():
        before, asked, _ = line.partition("# FILL IN")
        key, _, value = before.partition(":")
        if asked and not value.strip():
            before = f"{key}: {answers.get(key.strip(), 'Known to the council')}"
        lines.append(before.rstrip())
    return "\n".join(lines) + "\n"


def write(path, content):
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


@pytest.fixture
def run_here(tmp_path):
    with using_ledger(tmp_path / "again"):
        yield


@pytest.mark.usefixtures("run_here")
class TestTheWholeWay:
    def test_a_councils_own_figure_is_ranked_within_the_area_and_says_so(self, council):
        codes = council()
        report = open_report("sample", district=DISTRICT)
        ranked = report.local.rank("food-parcels").set_index("area_code")
        assert len(ranked) == len(codes) == 160
        assert ranked["areas"].unique().tolist() == [160]
        assert ranked.loc[codes[-1], "rank"] == 1  # the most parcels
        assert ranked.loc[codes[0], "rank"] == 160
        assert ranked["fifth_within_area"].value_counts().tolist() == [32] * 5
        assert ranked["within"].unique().tolist() == [report.area.title]
        released = report.release(report.local.ranked, name="local-indices")
        assert released.datasets == ("food-parcels", report.linked.boundaries)
        shown = show_table(released, caption="Within the area", kind="local-index")
        text = shown.content["text/plain"]
        assert "Rank within the area" in text
        assert text.count("Brackenshire") == len(report.here) == len(released.table)
        assert "most_vulnerable_share" not in released.table

    def test_a_file_becomes_an_entry_an_index_and_a_released_table(self, council, tmp_path):
        council()
        (config.CATALOGUE / "food-parcels.yml").unlink()
        path = (tmp_path / "food-parcels.csv").resolve()
        path.write_bytes((config.SAMPLE / FILE).read_bytes())
        written = write_dataset_entry(path, area=load_area("sample"), tell=print)
        with pytest.raises(ConfigError, match="not finished"):
            list_needed_datasets(load_area("sample"))
        written.write_text(fill_in(written.read_text(encoding="utf-8")), encoding="utf-8")
        place = config.SAMPLE / "own" / path.name
        place.parent.mkdir()
        place.write_bytes(path.read_bytes())
        report = open_report("sample", district=DISTRICT)
        released = report.release(report.local.ranked, name="local-indices")
        shown = show_table(released, caption="Within the area", kind="local-index")
        assert "Rank within the area" in shown.content["text/plain"]
        assert released.table["within"].unique().tolist() == ["Brackenshire"]
        assert released.table["areas"].unique().tolist() == [160]

    def test_the_report_of_the_nation_stays_as_it_is(self, council):
        before = load_index(load_area("sample"))
        council()
        assert load_index(load_area("sample")) == before
        assert "food-parcels" not in open_report("sample").linked.datasets

    def test_it_is_needed_fetched_and_told_of_as_every_dataset(self, council):
        council()
        assert "food-parcels" in {one.id for one in list_needed_datasets(load_area("sample"))}
        arrived = open_report("sample", district=DISTRICT).arrivals.set_index("dataset")
        row = arrived.loc["food-parcels"]
        assert (row["areas"], row["matched"], row["missing"]) == (160, 160, 0)

    def test_a_neighbourhood_without_a_value_has_no_rank(self, council):
        codes = council(entry=ENTRY | {"tolerance": {"missing_areas": 0.1}})
        council(
            {code: 5 * place for place, code in enumerate(codes[1:])},
            entry=ENTRY | {"tolerance": {"missing_areas": 0.1}},
        )
        ranked = open_report("sample").local.rank("food-parcels")
        assert ranked["areas"].unique().tolist() == [159]
        assert ranked["area_code"].iloc[-1] == codes[0]
        assert ranked["rank"].isna().sum() == ranked["fifth_within_area"].isna().sum() == 1

    def test_a_suppressed_count_is_told_on_the_quality_page_and_in_the_headlines(self, council):
        entry = yaml.safe_load(yaml.safe_dump(ENTRY))
        entry["columns"]["parcels"]["suppressed"] = True
        entry["copies"][0]["suppressed"] = {"*": [1, 4]}
        codes = council(entry=entry)
        counts = {code: 5 * place for place, code in enumerate(codes)}
        council(counts | dict.fromkeys(codes[:2], "*"), entry=entry)
        report = open_report("sample")
        section = show_local_indices(
            *report.release_local(),
            place=report.title,
            purposes=report.local.purposes,
            withheld={},
        )
        said = section.parts[0].content["text/plain"]
        assert "2 neighbourhoods of Brackenshire have no rank, because a value" in said
        assert "suppressed" in said and "too little" not in said
        rated = rate_sources(report.arrivals, day=None).set_index("dataset")
        assert rated.loc["food-parcels", "rating"] == "amber"
        assert rated.loc["food-parcels", "reasons"] == ("2 values are suppressed by its publisher.")

    def test_a_file_that_lacks_some_of_the_area_is_refused(self, council):
        codes = council()
        council({code: place for place, code in enumerate(codes[:150])})
        with pytest.raises(SourceError, match="no row for LSOA 2021 areas: 10"):
            open_report("sample").local.rank("food-parcels")

    def test_a_file_that_lacks_most_of_the_area_is_not_sent_where_it_is(self, council):
        codes = council()
        council({code: place for place, code in enumerate(codes[:20])})
        with pytest.raises(SourceError, match="no row for LSOA 2021 areas: 140") as caught:
            open_report("sample").local.rank("food-parcels")
        assert "within: area" not in str(caught.value)

    def test_what_is_known_for_neighbourhoods_of_2011_is_carried_over(self, council):
        council()
        lookup = read_dataset("lsoa2011-lsoa2021-lookup", area=load_area("sample"))
        own = lookup[lookup["lsoa2021_code"].isin(council())]
        old = own["area_code"].drop_duplicates()
        council(
            {code: 5 * place for place, code in enumerate(old)},
            entry=ENTRY | {"native_geography": "LSOA 2011"},
        )
        ranked = open_report("sample").local.rank("food-parcels")
        assert ranked["areas"].unique().tolist() == [160]


@pytest.mark.usefixtures("run_here")
class TestPartnerData:
    def test_an_index_of_them_is_left_out_and_the_page_says_why(self, council):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample", district=DISTRICT)
        withheld = report.local.withheld
        section = show_local_indices(
            *report.release_local(),
            place=report.title,
            purposes=report.local.purposes,
            withheld=withheld,
        )
        (said,) = section.parts
        assert said.content["text/plain"] == (
            "**Food-bank parcels is left out.** It is made of partner data (Food-bank parcels), "
            "and the order of neighbourhoods would tell of small counts that this edition must "
            "not show. It is shown in the partner edition."
        )

    def test_they_are_neither_fetched_nor_read_nor_told_of(self, council):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample", district=DISTRICT)
        assert report.local.ranked.empty
        assert "food-parcels" not in set(report.arrivals["dataset"])
        assert "food-parcels" not in {one.id for one in list_needed_datasets(report.area)}
        assert "food-parcels" not in {read.dataset for read in list_reads()}

    def test_one_of_published_figures_beside_it_is_still_ranked(self, council):
        council(area={"local_indices": ["food-parcels", "lonely"]})
        entry = ENTRY | PARTNER | {"id": "lonely", "title": "Visits to lonely people"}
        write(config.CATALOGUE / "lonely.yml", entry)
        lonely = indicator("parcels") | {"dataset": "lonely"}
        write(
            config.INDICES / "lonely.yml",
            INDEX | {"name": "lonely", "title": "Loneliness", "indicators": [lonely]},
        )
        report = open_report("sample", district=DISTRICT)
        assert report.local.ranked["title"].unique().tolist() == ["Food-bank parcels"]
        assert report.local.withheld == {"Loneliness": Withheld(("Visits to lonely people",))}

    def test_an_index_that_is_partly_of_them_is_left_out_whole(self, council):
        mixed = [indicator("parcels") | {"dataset": "food-parcels"}]
        mixed.append(
            indicator("disabled") | {"dataset": "census2021-disability", "column": "disabled"}
        )
        council(entry=ENTRY | PARTNER, index=INDEX | {"indicators": mixed})
        report = open_report("sample", district=DISTRICT)
        assert report.local.ranked.empty and list(report.local.withheld) == ["Food-bank parcels"]


@pytest.mark.usefixtures("run_here")
class TestSection:
    def show(self, *, district=DISTRICT):
        report = open_report("sample", district=district)
        local = report.release_local()
        return show_local_indices(*local, place=report.title, **report.local.words)

    def test_a_district_gets_a_sentence_a_map_and_a_table(self, council):
        council()
        section = self.show()
        assert [part.kind for part in section.parts] == ["sentence", "sentence", "figure", "table"]
        assert "look first at" in section.parts[0].content["text/plain"]
        assert section.parts[1].content["text/plain"] == INDEX["purpose"]
        assert "in the most vulnerable fifth within Brackenshire." in section.parts[2].alt

    def test_the_whole_area_gets_the_same_with_its_districts(self, council):
        codes = council()
        sentence, _, picture, table = self.show(district=None).parts
        assert "among the 160 neighbourhoods ranked within Brackenshire" in str(sentence.content)
        assert f"Of {len(codes)} neighbourhoods 32 are in the most vulnerable fifth" in picture.alt
        assert "District" in table.content["text/plain"]

    def test_an_area_without_one_says_that_there_is_nothing(self, council):
        council(area={"local_indices": []})
        (said,) = self.show().parts
        assert said.content["text/plain"] == "There is nothing to show."


@pytest.mark.usefixtures("run_here")
class TestRefusals:
    def test_it_is_no_index_of_the_nation(self, council):
        council(area={"index": "food-parcels"})
        with pytest.raises(ConfigError, match=r"ranks within an area alone.*'local_indices'"):
            load_index(load_area("sample"))

    def test_an_index_of_the_nation_is_no_local_one(self, council):
        council(area={"local_indices": ["community-vulnerability"]})
        with pytest.raises(ConfigError, match="Give it the key 'within: area'"):
            list_needed_datasets(load_area("sample"))

    def test_one_that_the_area_does_not_name_is_answered_with_those_there_are(self, council):
        council()
        with pytest.raises(ParameterError, match="it has food-parcels"):
            open_report("sample").local.rank("parcels")

    def test_partner_data_are_not_ranked(self, council):
        council(entry=ENTRY | PARTNER)
        with pytest.raises(ConfigError, match="made of partner data: food-parcels"):
            open_report("sample").local.rank("food-parcels")

    def test_people_in_the_nations_fifth_are_not_counted(self):
        shares = [indicator("parcels") | {"denominator": "people"}]
        changed = INDEX | {"indicators": shares, "people_to_reach": ["parcels"]}
        with pytest.raises(ValueError, match="knows nothing of"):
            IndexSpec.model_validate(changed)


class TestRankWithinArea:
    def test_an_index_of_the_nation_is_refused(self):
        spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
        table = pd.DataFrame({"area_code": ["x", "y"], "a": [1, 2]})
        with pytest.raises(TableError, match="within Bolton alone, but the index is of the nation"):
            rank_within_area(table, spec=spec, place="Bolton")

    def test_fewer_than_five_neighbourhoods_make_no_fifths(self):
        spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
        local = spec.model_copy(update={"within": "area"})
        table = pd.DataFrame({"area_code": list("wxyz"), "a": [1, 2, 3, 4]})
        before = table.copy()
        ranked = rank_within_area(table, spec=local, place="Bolton")
        assert ranked["fifth_within_area"].isna().all()
        assert ranked["area_code"].tolist() == list("zyxw")
        pd.testing.assert_frame_equal(table, before)
