"""What a page's head says of its files, read as a search engine for data reads it."""

import json
from datetime import date

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from datacell_lib.files.area import load_area
from datacell_lib.pipeline.book.dataset_markup import describe_dataset, write_dataset_markup
from datacell_lib.pipeline.book.page_downloads import PageDownloads
from datacell_lib.presentation.run_files import RunFile

# rdflib's reader of JSON-LD uses a class that rdflib itself is leaving behind
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
PAGE = "https://council.example/report/notebooks/downloads.html"
SCHEMA = Namespace("https://schema.org/")
FILES = (
    RunFile("moor/moor-a.csv", ("a-0",), "0" * 64, 3210, "People & places"),
    RunFile("moor/moor-a.csv-metadata.json", ("a-0",), "1" * 64, 90, "What they mean"),
    RunFile("moor/moor.zip", ("a-0",), "2" * 64, 9000, "All"),
)


def describe(area="essex", datasets=("census2021-age", "loneliness2021")):
    downloads = PageDownloads(offered=FILES, datasets=datasets)
    return describe_dataset(downloads, area=load_area(area), made_on=date(2026, 11, 26))


def read(markup):
    """Read the script's statements, with the vocabulary named and not fetched."""
    text = markup.partition(">")[2].rpartition("</script>")[0]
    about = json.loads(text) | {"@context": {"@vocab": str(SCHEMA)}}
    return Graph().parse(data=json.dumps(about), format="json-ld", publicID=PAGE)


@pytest.fixture
def graph():
    return read(write_dataset_markup(describe(), name="Essex", description="Few </script> words."))


class TestDatasetMarkup:
    def test_it_names_one_dataset_with_its_day_and_place(self, graph):
        own = [thing for thing in graph.subjects(RDF.type, SCHEMA.Dataset)]
        (about,) = [thing for thing in own if (thing, SCHEMA.distribution, None) in graph]
        assert str(graph.value(about, SCHEMA.dateModified)) == "2026-11-26"
        assert str(graph.value(about, SCHEMA.description)) == "Few </script> words."
        place = graph.value(about, SCHEMA.spatialCoverage)
        assert str(graph.value(place, SCHEMA.name)) == load_area("essex").title

    def test_each_file_that_is_data_has_format_checksum_and_size(self, graph):
        files = {
            str(graph.value(file, SCHEMA.contentUrl)): [
                str(graph.value(file, SCHEMA[name]))
                for name in ("encodingFormat", "sha256", "contentSize")
            ]
            for file in graph.subjects(RDF.type, SCHEMA.DataDownload)
        }
        assert files == {
            "../downloads/moor/moor-a.csv": ["text/csv", "0" * 64, "3210 B"],
            "../downloads/moor/moor.zip": ["application/zip", "2" * 64, "9000 B"],
        }

    def test_every_licence_behind_it_is_named_by_its_address(self, graph):
        (about,) = graph.subjects(SCHEMA.distribution, None, unique=True)
        licences = {
            str(graph.value(each, SCHEMA.url)) for each in graph.objects(about, SCHEMA.license)
        }
        assert licences == {
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "https://opensource.org/license/mit",
        }
        based = {
            str(graph.value(each, SCHEMA.name)) for each in graph.objects(about, SCHEMA.isBasedOn)
        }
        assert any("Census 2021" in name for name in based)

    def test_who_answers_for_the_report_publishes_it(self):
        area = load_area("sample")
        about = describe("sample")
        assert about["publisher"]["name"] == area.contact.owner
        graph = read(write_dataset_markup(about, name="Sample", description="Words."))
        (publisher,) = graph.objects(None, SCHEMA.publisher)
        assert (publisher, RDF.type, URIRef(SCHEMA.Organization)) in graph

    def test_a_page_without_files_says_nothing(self):
        about = describe_dataset(PageDownloads(), area=load_area("sample"), made_on=None)
        assert write_dataset_markup(about, name="Sample", description="Words.") == ""
