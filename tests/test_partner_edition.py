"""The partner edition: fifths made of protected counts, for those whom an agreement names."""

import json
import re
import shutil
import stat

import openpyxl
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datacell_lib import config
from datacell_lib.analysis.index.within_area import place_in_fifths
from datacell_lib.config import Edition, find_edition, find_results, note_edition
from datacell_lib.desk import open_report
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.ledger import Read, find_ledger, record_read
from datacell_lib.governance.partner_terms import find_obstacle
from datacell_lib.governance.release import release, release_words
from datacell_lib.governance.used_datasets import list_used
from datacell_lib.governance.worked_fifths import note_fifths
from datacell_lib.intake.link.index_files import name_parties
from datacell_lib.intake.link.kept_links import find_kept_links
from datacell_lib.intake.link.needs import list_needed_datasets
from datacell_lib.intake.read.protected_reading import protect_reading
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline import workspace
from datacell_lib.pipeline.bundle import write_bundle
from datacell_lib.pipeline.report import make_report
from datacell_lib.pipeline.workspace import find_workspace, lock_workspace
from datacell_lib.presentation.sections import show_local_indices
from datacell_lib.schema import ConfigError, DisclosureError, LawfulnessError
from tests import test_local_index
from tests.conftest import PARTNER
from tests.example_index import content, indicator

council = test_local_index.council
DISTRICT, ENTRY, INDEX = test_local_index.DISTRICT, test_local_index.ENTRY, test_local_index.INDEX
NOTICE = (
    "Partner edition: for Brackenshire Food Network and the data cell of Brackenshire only. "
    "Not for publication."
)
FILE = "brackenshire-food-network/parcels-by-lsoa.csv"
TITLE = "Food-bank parcels"


def agree(*editions, **changes):
    """An entry of partner data whose agreement names editions."""
    return PARTNER | {"agreement": PARTNER["agreement"] | {"editions": list(editions)} | changes}


@pytest.fixture
def partner_run(tmp_path, monkeypatch):
    """A run whose report is for partners."""
    folder = tmp_path / "partner-run"
    folder.mkdir(mode=0o700)
    note_edition(Edition.PARTNER, run=folder)
    monkeypatch.setenv(config.RUN_VARIABLE, str(folder))
    return folder


class TestFindEdition:
    def test_a_notebook_opened_by_hand_is_of_the_open_edition(self, monkeypatch):
        monkeypatch.delenv(config.RUN_VARIABLE, raising=False)
        assert find_edition() is Edition.OPEN

    def test_a_run_that_noted_nothing_is_of_the_open_edition(self, run):
        assert find_edition() is Edition.OPEN

    def test_every_process_of_a_run_finds_what_it_noted(self, partner_run):
        assert find_edition() is Edition.PARTNER

    def test_results_of_a_partner_run_stay_in_it(self, partner_run):
        assert find_results().is_relative_to(partner_run)
        assert find_kept_links(load_area("sample")) is None


class TestWorkspace:
    def test_previews_of_the_editions_are_apart(self):
        area = load_area("sample")
        folders = {
            find_workspace(area, edition=edition, preview=preview).folder.name
            for edition in Edition
            for preview in (True, False)
        }
        assert folders == {"open", "preview", "partner", "partner-preview"}

    @pytest.mark.parametrize("preview", [True, False])
    def test_a_partner_folder_that_others_could_read_is_closed(
        self, tmp_path, monkeypatch, preview
    ):
        monkeypatch.setattr(workspace, "BUILD", tmp_path)
        place = find_workspace(load_area("sample"), edition=Edition.PARTNER, preview=preview)
        place.folder.mkdir(parents=True)
        place.folder.chmod(0o755)
        with lock_workspace(place):
            assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700


@pytest.fixture
def things(catalogue, run):
    """Partner counts that a partner run has read, by neighbourhood."""
    run.mkdir()
    note_edition(Edition.PARTNER, run=run)
    record_read(Read("things", "official", ("0" * 64,), 9, 0, "neighbourhood reporting", False))
    return catalogue(partner=True)


def release_fifths(counts, dataset):
    """The way of counts from the file to a released table, and what stands in the ledger."""
    spec = IndexSpec.model_validate(
        content(
            name="parcels",
            within="area",
            missing={"rule": "leave_unranked"},
            indicators=[indicator("people") | {"dataset": "things"}],
        )
    )
    codes = [f"E0100{place:04d}" for place in range(len(counts))]
    read = protect_reading(pd.DataFrame({"area_code": codes, "people": counts}), dataset=dataset)
    table = read.rename(columns={"people_suppressed": "suppressed"})
    fifths = place_in_fifths(table, spec=spec, place="Bolton")
    note_fifths(fifths)
    released = release(fifths, name="fifths", policy="partner", datasets=("things",))
    kept = find_ledger() / "releases" / f"{released.id}.released.parquet"
    return released, kept.read_bytes()


def draw_alike(count):
    """Draw a count that the policy protects as it does this one."""
    if count == 0:
        return st.just(0)
    if count <= 7:
        return st.integers(1, 7)
    nearest = 5 * round(count / 5)
    return st.integers(max(8, nearest - 2), nearest + 2)


COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=25)
PAIRS = COUNTS.flatmap(
    lambda counts: st.tuples(st.just(counts), st.tuples(*map(draw_alike, counts)))
)


class TestRoundingIsNotUndone:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pair=PAIRS)
    def test_files_that_differ_only_within_the_protection_give_the_same_bytes(self, things, pair):
        one, other = (release_fifths(list(counts), things) for counts in pair)
        assert one[0].id == other[0].id
        assert one[1] == other[1]

    def test_files_that_differ_in_more_give_another_table(self, things):
        one = release_fifths([0, 10, 20, 30, 40], things)[0]
        assert one.id != release_fifths([40, 10, 20, 30, 0], things)[0].id

    def test_a_suppressed_neighbourhood_has_no_part_in_the_index(self, things):
        table = release_fifths([3, 50, 40, 30, 20, 10], things)[0].table
        assert table["standing_within_area"].tolist()[:2] == ["suppressed", "Most vulnerable fifth"]
        assert table["areas"].unique().tolist() == [5]
        assert not {"score", "rank", "people"} & set(table)

    @pytest.mark.parametrize("counts", [[3] * 6, [3, 3, 3, 3, 9], [None] * 6])
    def test_too_few_counts_make_no_fifths(self, things, counts):
        assert release_fifths(counts, things)[0].table["fifth_within_area"].isna().all()


class TestReleaseInAPartnerEdition:
    @pytest.mark.parametrize(
        "column",
        [{"people": [10.0, 15.0]}, {"rank": [1, 2]}, {"people": ["10", "15"]}, {"areas": [0.5, 1]}],
    )
    def test_anything_but_fifths_is_refused(self, things, column):
        table = pd.DataFrame({"area_code": ["a", "b"]} | column)
        with pytest.raises(DisclosureError, match="shows nothing else"):
            release(table, name="n", policy="partner", datasets=("things",))

    def test_the_policy_of_the_open_edition_is_refused(self, things):
        table = pd.DataFrame({"area_code": ["a"]})
        with pytest.raises(DisclosureError, match="'open' is not for the partner edition"):
            release(table, name="n", policy="open", datasets=("things",))


class TestObstacles:
    def write(self, catalogue, **changes):
        catalogue(partner=True, **changes)
        indicators = [indicator("people") | {"dataset": "things"}]
        return IndexSpec.model_validate(content(within="area", indicators=indicators))

    def test_counts_of_the_neighbourhoods_that_an_agreement_lets_appear_are_shown(self, catalogue):
        assert find_obstacle(self.write(catalogue)) == ""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"agreement": {"editions": ["open"]}}, "lets it appear in the open edition."),
            ({"native_geography": "MSOA 2021"}, "Things is known for MSOA 2021."),
            (
                {
                    "columns": {
                        "people": {"type": "number", "quantity": "rate", "meaning": "A rate."}
                    }
                },
                "Of Things it takes 'people', which is no count.",
            ),
        ],
    )
    def test_others_are_not_and_it_is_said_why(self, catalogue, changes, said):
        assert said in find_obstacle(self.write(catalogue, **changes))


@pytest.mark.usefixtures("partner_run")
class TestAnArea:
    def test_three_and_five_parcels_make_the_same_page(self, council):
        codes = council(entry=ENTRY | PARTNER)
        shown = set()
        for few in (3, 5):
            council(
                {code: few if code == codes[0] else 8 + place for place, code in enumerate(codes)},
                entry=ENTRY | PARTNER,
            )
            report = open_report("sample", district=DISTRICT)
            _, fifths = report.release_local()
            shown.add(fifths.id)
            assert fifths.table.set_index("area_code").loc[codes[0], "fifth_within_area"] is pd.NA
            shutil.rmtree(find_ledger() / "linked")
        assert len(shown) == 1

    def test_the_section_says_within_what_by_whom_and_under_which_agreement(self, council):
        codes = council(entry=ENTRY | PARTNER)
        report = open_report("sample", district=DISTRICT)
        local = report.release_local()
        section = show_local_indices(*local, place=report.title, **report.local.words)
        sentence, _, picture, table = section.parts
        assert "in the most vulnerable fifth within Brackenshire" in sentence.content["text/plain"]
        assert "given by A council (agreement DSA-7)." in sentence.content["text/plain"]
        assert "1 is suppressed" in sentence.content["text/plain"]
        assert "the order of neighbourhoods within Brackenshire." in picture.alt
        assert "1 is suppressed." in picture.alt
        assert "suppressed" in table.content["text/plain"]
        assert len(codes) == 160 and list_used().count("food-parcels") == 0

    def test_other_releases_of_the_notebook_go_on(self, council):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample")
        report.release_local()
        assert report.release(report.residents, name="residents").policy == "partner"
        ages = report.list_ages(report.local.fifths, report.residents)
        assert "food-parcels" in report.release(ages, name="vintages").datasets

    def test_a_notebook_that_reads_the_counts_shows_nothing_more(self, council):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample")
        counts = read_dataset("food-parcels", area=report.area)
        assert (
            not counts["parcels"].between(1, 7).any()
            and (counts["parcels"].dropna() % 5 == 0).all()
        )
        for table in (counts, report.residents):
            with pytest.raises(DisclosureError, match="comes from partner data"):
                report.release(table, name="counts")

    @pytest.mark.parametrize(
        "hide",
        [
            lambda counts: counts[["area_code", "parcels"]].rename(columns={"parcels": "areas"}),
            lambda counts: counts.sort_values("parcels")[["area_code"]],
            lambda counts: counts.loc[counts["parcels"] > 50, ["area_code"]],
            lambda counts: counts[["area_code"]].assign(many=counts["parcels"] > 50),
            lambda counts: counts[["area_code"]].assign(said=counts["parcels"].map("{} of".format)),
            lambda counts: counts[["area_code"]].assign(day=pd.to_datetime(counts["parcels"])),
            lambda counts: counts[["area_code"]].assign(
                fifth_within_area=pd.cut(counts["parcels"], 5, labels=False) + 1
            ),
            lambda counts: pd.DataFrame({"area_code": ["E1"], f"{counts['parcels'].sum()}": ["a"]}),
        ],
        ids=["renamed", "order", "choice", "flags", "words", "days", "own fifths", "heading"],
    )
    def test_counts_in_any_disguise_are_refused(self, council, hide):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample")
        report.release_local()
        table = hide(read_dataset("food-parcels", area=report.area))
        with pytest.raises(DisclosureError, match="comes from partner data"):
            report.release(table, name="counts")
        with pytest.raises(DisclosureError, match="comes from partner data"):
            report.release(table.assign(title=TITLE), name="counts")

    @pytest.mark.parametrize(
        "change",
        [
            lambda fifths: fifths[::-1],
            lambda fifths: fifths[fifths["fifth_within_area"].eq(1).fillna(False)],
            lambda fifths: fifths.assign(fifth_within_area=1),
            lambda fifths: fifths.assign(areas=range(len(fifths))),
            lambda fifths: fifths.assign(given=[f"{place} parcels" for place in fifths.index]),
        ],
        ids=["order", "choice", "fifths", "areas", "words"],
    )
    def test_fifths_that_were_changed_are_refused(self, council, change):
        council(entry=ENTRY | PARTNER)
        report = open_report("sample")
        fifths = report.local.fifths
        assert len(report.release(fifths, name="fifths").table) == len(fifths)
        with pytest.raises(DisclosureError, match="it comes from partner data"):
            report.release(change(fifths), name="changed")

    def test_counts_are_not_released_as_words(self, council):
        council(entry=ENTRY | PARTNER)
        counts = read_dataset("food-parcels", area=load_area("sample"))
        words = pd.DataFrame({"said": [f"{count:.0f} parcels" for count in counts["parcels"]]})
        with pytest.raises(DisclosureError, match=r"partner data were read here \(food-parcels\)"):
            release_words(words, name="words", policy="partner")

    def test_ranks_are_refused(self, council):
        council(entry=ENTRY | PARTNER)
        with pytest.raises(ConfigError, match=r"only fifths may be shown.*report\.local\.fifths"):
            open_report("sample").local.rank("food-parcels")

    def test_one_that_the_agreement_keeps_to_the_open_edition_is_left_out(self, council):
        council(entry=ENTRY | agree("open"))
        report = open_report("sample", district=DISTRICT)
        assert report.local.fifths.empty
        assert "DSA-7 lets it appear in the open edition" in report.local.withheld[TITLE].obstacle
        assert "food-parcels" not in {one.id for one in list_needed_datasets(report.area)}
        with pytest.raises(LawfulnessError, match="in the partner edition"):
            read_dataset("food-parcels", area=report.area)

    def test_it_is_for_those_whom_every_agreement_names(self, council):
        lonely = indicator("parcels") | {"name": "lonely", "dataset": "lonely"}
        both = INDEX | {"indicators": [*INDEX["indicators"], lonely]}
        council(entry=ENTRY | PARTNER, index=both)
        for parties in (["A charity", "A council"], ["A charity"]):
            entry = ENTRY | {"id": "lonely"} | agree("partner", parties=parties)
            test_local_index.write(config.CATALOGUE / "lonely.yml", entry)
            load_dataset.cache_clear()
            if parties == ["A charity"]:
                with pytest.raises(LawfulnessError, match="no party is named by all"):
                    name_parties(load_area("sample"))
            else:
                assert name_parties(load_area("sample")) == ("A council",)

    def test_an_area_without_partner_counts_has_no_partner_edition(self, council):
        council()
        with pytest.raises(ConfigError, match=r"sample\.yml has nothing for a partner edition"):
            name_parties(load_area("sample"))


class TestTheSampleCountyInOpenWork:
    def test_the_open_edition_says_where_it_is_shown(self, run):
        report = open_report("sample", district=DISTRICT)
        local = report.release_local()
        section = show_local_indices(*local, place=report.title, **report.local.words)
        (said,) = section.parts
        assert said.content["text/plain"].endswith("It is shown in the partner edition.")
        with pytest.raises(LawfulnessError, match="in the open edition"):
            read_dataset("brackenshire-food-parcels", area=report.area)

    def test_a_bundle_holds_nothing_of_it(self, tmp_path):
        packed = write_bundle(load_area("sample"), target=tmp_path / "files.zip")
        assert FILE not in packed.files


@pytest.fixture(scope="module")
def partner_report(tmp_path_factory):
    """The sample county's partner edition, made once: the folder of its run."""
    build = tmp_path_factory.mktemp("partner") / "_build"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "BUILD", build)
        make_report("sample", edition=Edition.PARTNER)
    return build / "sample" / "partner"


@pytest.fixture(scope="module")
def secrets():
    """The raw counts of the partner file, by code, and the planted truth."""
    raw = pd.read_csv(config.SAMPLE / FILE).set_index("LSOA21CD")["Parcels"]
    truths = yaml.safe_load((config.SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))
    truth = truths["partner_counts"]
    assert raw[truth["secret_lsoa_code"]] == truth["secret_count"] == 3
    return raw, truth


def find_told(folder, raw):
    """The columns of tables anywhere below a folder that tell of raw or of rounded counts."""
    told = []
    for path in folder.rglob("*"):
        if path.suffix not in {".parquet", ".csv"} or not path.is_file():
            continue
        read = pd.read_parquet if path.suffix == ".parquet" else pd.read_csv
        table = read(path)
        if "area_code" not in table or not table["area_code"].is_unique:
            continue
        own = table.set_index("area_code").reindex(raw.index).select_dtypes("number")
        for name in own:
            near = (own[name].astype("float64") - raw).abs() <= 2
            told += [f"{path.name}: {name}"] if near[raw > 7].mean() > 0.5 else []
    return told


class TestTheWholeEdition:
    def test_every_page_says_whom_it_is_for_on_screen_and_on_paper(self, partner_report):
        pages = list((partner_report / "html").resolve().rglob("*.html"))
        pages = [page for page in pages if "_static" not in page.parts]
        assert len(pages) > 20
        for page in pages:
            text = page.read_text(encoding="utf-8")
            if "bd-header-announcement" in text:
                assert NOTICE in text, page
                assert f'--report-area:"Brackenshire. {NOTICE}"' in text, page
                assert '"report-status"' not in text and "cited-status" not in text, page
            else:
                assert page.name == "index.html" and "http-equiv" in text, page

    def test_a_district_page_shows_fifths_and_says_suppressed(self, partner_report, secrets):
        page = partner_report / "html" / "notebooks" / "district-tessingford.html"
        text = page.read_text(encoding="utf-8")
        section = text.split('id="what-is-known-for-this-area-alone"', 1)[1].split("</section>")[0]
        assert re.search(rf'alt="Map\. {TITLE}: [^"]* within Brackenshire\. ', section)
        assert "given by Brackenshire Food Network (agreement INVENTED-2026-1)" in section
        rows = re.findall(r"<tr\b.*?</tr>", section, flags=re.DOTALL)
        places = open_report("sample").neighbourhoods.set_index("area_code")["neighbourhood"]
        name = places[secrets[1]["secret_lsoa_code"]].replace("&", "&amp;").replace("'", "&#x27;")
        (row,) = [row for row in rows if name in row]
        cells = re.sub(r"<[^>]+>", "|", row)
        assert "suppressed" in cells
        assert "3" not in cells.replace(name, "").replace("INVENTED-2026-1", "")

    def test_its_folder_is_its_users_alone(self, partner_report):
        assert stat.S_IMODE(partner_report.stat().st_mode) == 0o700
        ledger = partner_report / "ledger"
        assert stat.S_IMODE(ledger.stat().st_mode) == 0o700
        tables = list(ledger.rglob("*.parquet"))
        assert tables and {stat.S_IMODE(path.stat().st_mode) for path in tables} == {0o600}

    def test_no_count_stands_anywhere_in_it(self, partner_report, secrets):
        assert find_told(partner_report, secrets[0]) == []
        stored = [path.name for path in partner_report.rglob("*parcels*.parquet")]
        assert stored == ["fifths-brackenshire-food-parcels.parquet"]

    def test_a_table_of_counts_would_be_found(self, tmp_path, secrets):
        table = secrets[0].rename("n").rename_axis("area_code").reset_index()
        table.to_parquet(tmp_path / "raw.parquet")
        table.assign(n=5 * (table["n"] / 5).round()).to_csv(tmp_path / "rounded.csv")
        assert sorted(find_told(tmp_path, secrets[0])) == ["raw.parquet: n", "rounded.csv: n"]

    def test_its_downloads_hold_what_pages_released_and_no_more(self, partner_report):
        files = [
            path
            for path in (partner_report / "html" / "downloads").rglob("*.csv")
            if TITLE in path.read_text(encoding="utf-8-sig")
        ]
        fifths = [path for path in files if "given" in path.read_text("utf-8-sig").split("\n")[0]]
        assert len(fifths) == 7  # the overview and six districts
        for path in fifths:
            assert path.read_text("utf-8-sig").count(NOTICE) == len(pd.read_csv(path))
            columns = pd.read_csv(path, encoding="utf-8-sig").select_dtypes("number").columns
            assert set(columns) <= {"fifth_within_area", "areas"}

    def test_what_goes_with_each_download_says_whom_it_is_for(self, partner_report):
        folder = partner_report / "html" / "downloads"
        tables = list(folder.rglob("*.csv-metadata.json"))
        assert len(tables) > 50
        for path in tables:
            assert json.loads(path.read_text(encoding="utf-8"))["dc:rights"][0] == NOTICE, path
        (package,) = folder.rglob("datapackage.json")
        assert json.loads(package.read_text(encoding="utf-8"))["description"] == NOTICE
        (book,) = folder.rglob("*.xlsx")
        cover = openpyxl.load_workbook(book).worksheets[0]
        assert NOTICE in [row[0].value for row in cover.iter_rows()]


class TestTheOpenEditionBesideIt:
    def test_it_holds_nothing_of_the_partner_file(self, sample_report, secrets):
        folder = sample_report.parents[2]
        assert folder.name == "open"
        assert find_told(folder, secrets[0]) == []
        ledger = folder / "ledger"
        reads = (ledger / "reads.jsonl").read_text(encoding="utf-8")
        assert "brackenshire-food-parcels" not in reads
        for path in (ledger / "releases").glob("*.json"):
            facts = json.loads(path.read_text(encoding="utf-8"))
            assert "brackenshire-food-parcels" not in facts["datasets"]
            assert facts["edition"] == facts["policy"] == "open"

    def test_its_pages_say_that_it_is_left_out_and_name_no_party(self, sample_report):
        page = sample_report / "notebooks" / "district-tessingford.html"
        text = page.read_text(encoding="utf-8")
        assert f"<strong>{TITLE} is left out.</strong>" in text
        assert "It is shown in the partner edition." in text
        assert "Not for publication" not in text and "Food Network" not in text
