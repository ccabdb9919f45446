"""Finding files: cache, mirror, publisher; checked, retried, whole or not there at all."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from datacell_lib import config
from datacell_lib.files.area import Area, load_area
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.intake.read.fetch import find_copy, list_missing_datasets
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import ConfigError, SourceError

Write = Callable[..., Dataset]
Put = Callable[..., Path]
CONTENT = b"code,number\nE01000001,5\n"
OTHER = b"code,number\nE01000001,6\n"
COLUMNS = {"area_code": "code", "people": "number"}
PATH = "office/things.csv"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def copy(path: str = PATH, **changes: object) -> dict:
    return {"layout": "official", "path": path, "columns": COLUMNS} | changes


def list_checksums(listed: dict[str, str]) -> None:
    text = "".join(f"{checksum}  {name}\n" for name, checksum in listed.items())
    (config.CATALOGUE / "things.sha256").write_text(text, encoding="utf-8")


def zip_up(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return buffer.getvalue()


def list_data_files() -> list[str]:
    """Every file in the cache but the record of checksums."""
    files = (path for path in config.CACHE.rglob("*") if path.is_file())
    return sorted(p.relative_to(config.CACHE).as_posix() for p in files if p.suffix != ".yml")


class TestFindCopyAtHand:
    def test_the_cache_comes_before_the_mirror(
        self,
        catalogue: Write,
        put: Put,
        area: Area,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        folder = tmp_path / "mirror"
        (folder / "office").mkdir(parents=True)
        (folder / PATH).write_bytes(CONTENT)
        monkeypatch.setenv("DATACELL_MIRROR", str(folder))
        dataset = catalogue(copies=[copy(sha256=digest(CONTENT))])
        assert find_copy(dataset, area=area).files[0].path == folder / PATH
        cached = put(CONTENT)
        assert find_copy(dataset, area=area).files[0].path == cached

    def test_another_accepted_copy_is_taken_where_the_first_is_absent(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        rebuilt = copy("office/rebuilt.csv", layout="rebuilt", sha256=digest(CONTENT))
        put(CONTENT, path="office/rebuilt.csv")
        found = find_copy(catalogue(copies=[copy(), rebuilt]), area=area)
        assert found.copy.layout == "rebuilt"
        assert found.files[0].sha256 == digest(CONTENT)

    def test_a_wrong_checksum_is_refused_with_both_and_the_register(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        path = put(OTHER)
        dataset = catalogue(copies=[copy(sha256=digest(CONTENT))])
        with pytest.raises(SourceError, match=r"things\.csv is not the file") as caught:
            find_copy(dataset, area=area)
        text = str(caught.value)
        assert digest(OTHER) in text and digest(CONTENT) in text and "\n" not in text
        assert "data/catalogue/things.yml" in text
        assert path.read_bytes() == OTHER

    def test_a_copy_split_by_district_needs_every_districts_file(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        dataset = catalogue(copies=[copy("office/{authority}.csv")])
        for code in area.authorities[:-1]:
            put(CONTENT, path=f"office/{code}.csv")
        with pytest.raises(SourceError, match="is not at hand"):
            find_copy(dataset, area=area)
        put(CONTENT, path=f"office/{area.authorities[-1]}.csv")
        files = find_copy(dataset, area=area).files
        assert [file.path.stem for file in files] == sorted(area.authorities)

    def test_each_districts_file_has_its_own_checksum(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        few = area.model_copy(update={"authorities": area.authorities[:2]})
        listed = {few.authorities[0]: digest(CONTENT), few.authorities[1]: digest(OTHER)}
        list_checksums({f"{code}.csv": told for code, told in listed.items()})
        dataset = catalogue(copies=[copy("office/{authority}.csv", checksums="things.sha256")])
        put(CONTENT, path=f"office/{few.authorities[0]}.csv")
        put(OTHER, path=f"office/{few.authorities[1]}.csv")
        assert [file.sha256 for file in find_copy(dataset, area=few).files] == [*listed.values()]
        put(CONTENT, path=f"office/{few.authorities[1]}.csv")
        with pytest.raises(SourceError, match=rf"{few.authorities[1]}\.csv is not the file"):
            find_copy(dataset, area=few)

    def test_a_list_of_checksums_that_is_none_is_told(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        few = area.model_copy(update={"authorities": area.authorities[:1]})
        dataset = catalogue(copies=[copy("office/{authority}.csv", checksums="things.sha256")])
        put(CONTENT, path=f"office/{few.authorities[0]}.csv")
        with pytest.raises(ConfigError, match=r"things\.sha256 must list a checksum and a file"):
            find_copy(dataset, area=few)
        (config.CATALOGUE / "things.sha256").write_text(digest(CONTENT), encoding="utf-8")
        with pytest.raises(ConfigError, match=r"things\.sha256 must list a checksum and a file"):
            find_copy(dataset, area=few)

    def test_a_file_of_another_district_that_holds_some_of_its_areas_is_asked_for_too(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        one, other = area.authorities[:2]
        few = area.model_copy(update={"authorities": (one,)})
        dataset = catalogue(copies=[copy("office/{authority}.csv", also={one: [other]})])
        for code in (one, other):
            put(CONTENT, path=f"office/{code}.csv")
        assert [file.path.stem for file in find_copy(dataset, area=few).files] == [one, other]
        alone = area.model_copy(update={"authorities": (other,)})
        assert [file.path.stem for file in find_copy(dataset, area=alone).files] == [other]

    def test_a_missing_dataset_says_where_it_was_looked_for_and_what_to_do(
        self, catalogue: Write, area: Area
    ) -> None:
        with pytest.raises(SourceError, match=r"Things \(things\) is not at hand") as caught:
            find_copy(catalogue(), area=area)
        text = str(caught.value)
        assert PATH in text and "https://example.org/things" in text and "DATACELL_MIRROR" in text
        assert list_data_files() == []

    @pytest.mark.parametrize(
        ("path", "partner", "said"),
        [
            (
                "own/things.csv",
                False,
                "Ask An office, or whoever sent it to you: it can't be downloaded",
            ),
            ("own/things.csv", True, "Ask An office, who gives it under agreement DSA-7"),
            ("bank/things.csv", True, "Ask An office, who gives it under agreement DSA-7"),
        ],
    )
    def test_of_a_councils_own_file_it_says_who_keeps_it_and_names_no_page(
        self, catalogue: Write, put: Put, area: Area, path: str, partner: bool, said: str
    ) -> None:
        dataset = catalogue(copies=[copy(path)], partner=partner)
        with pytest.raises(SourceError, match=said) as caught:
            find_copy(dataset, area=area)
        assert f"Put it at data/cache/{path}" in str(caught.value)
        assert dataset.page not in str(caught.value)
        put("code,other\nE01000001,5\n", path=path)
        with pytest.raises(SourceError, match=f"has no column 'number'.*{said}") as caught:
            read_dataset(dataset.id, area=area)
        assert "fetch it again" not in str(caught.value)


class TestFindCopyOfTheSample:
    def test_it_never_looks_outside_the_sample(
        self, catalogue: Write, put: Put, publisher: object
    ) -> None:
        put(CONTENT)
        dataset = catalogue(copies=[copy(url=publisher.prepare("/things.csv", CONTENT))])
        with pytest.raises(
            SourceError, match=r"missing from the sample county.*tests\.sample_county\.make"
        ):
            find_copy(dataset, area=load_area("sample"))
        assert publisher.asked == []


class TestFindCopyByDownload:
    def test_what_is_nowhere_at_hand_is_downloaded_once(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/things.csv", CONTENT)
        dataset = catalogue(copies=[copy(url=url, sha256=digest(CONTENT))])
        for _ in range(2):
            (file,) = find_copy(dataset, area=area).files
            assert file.path.read_bytes() == CONTENT
        assert publisher.asked == ["/things.csv"]
        assert list_data_files() == [PATH]

    def test_a_download_of_another_checksum_is_refused_and_not_kept(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/things.csv", OTHER)
        dataset = catalogue(copies=[copy(url=url, sha256=digest(CONTENT))])
        with pytest.raises(SourceError, match=r"Things could not be downloaded") as caught:
            find_copy(dataset, area=area)
        assert digest(OTHER) in str(caught.value)
        assert list_data_files() == []

    def test_a_failing_server_is_asked_again(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/things.csv", 500, 503, CONTENT)
        (file,) = find_copy(catalogue(copies=[copy(url=url)]), area=area).files
        assert file.path.read_bytes() == CONTENT
        assert len(publisher.asked) == 3

    def test_a_server_that_goes_on_failing_is_given_up(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/things.csv", 500)
        said = r"could not be downloaded from http://127.*save the file from https://example\.org"
        with pytest.raises(SourceError, match=said):
            find_copy(catalogue(copies=[copy(url=url)]), area=area)
        assert len(publisher.asked) == 4
        assert list_data_files() == []

    def test_a_download_that_breaks_off_is_not_kept(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/things.csv", CONTENT, cut_to=10)
        with pytest.raises(SourceError, match="could not be downloaded"):
            find_copy(catalogue(copies=[copy(url=url)]), area=area)
        assert list_data_files() == []

    def test_a_publisher_who_is_not_there_is_told_so(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        with pytest.raises(SourceError, match="could not be downloaded"):
            find_copy(catalogue(copies=[copy(url="http://127.0.0.1:9/things.csv")]), area=area)
        assert list_data_files() == []


class TestFindCopyInAnArchive:
    def entry(self, catalogue: Write, url: str, **changes: object) -> Dataset:
        return catalogue(copies=[copy(url=url, member="things.csv", **changes)])

    def test_the_member_is_taken_out_and_the_rest_thrown_away(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/all.zip", zip_up(things=CONTENT, readme=b"hello"))
        (file,) = find_copy(self.entry(catalogue, url), area=area).files
        assert file.path == config.CACHE / PATH and file.path.read_bytes() == CONTENT
        assert list_data_files() == [PATH]

    def test_a_member_of_another_checksum_is_refused_and_not_kept(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/all.zip", zip_up(things=OTHER))
        with pytest.raises(SourceError, match=digest(OTHER)):
            find_copy(self.entry(catalogue, url, sha256=digest(CONTENT)), area=area)
        assert list_data_files() == []

    def test_an_archive_without_the_member_is_refused_and_its_members_named(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        url = publisher.prepare("/all.zip", zip_up(readme=b"hello"))
        with pytest.raises(SourceError, match=r"could not be downloaded.*things.*readme\.csv"):
            find_copy(self.entry(catalogue, url), area=area)
        assert list_data_files() == []

    def test_what_is_no_archive_is_refused_and_the_next_attempt_asks_again(
        self, catalogue: Write, area: Area, publisher: object
    ) -> None:
        page = b"<html>We are sorry.</html>"
        url = publisher.prepare("/all.zip", page, zip_up(things=CONTENT))
        dataset = self.entry(catalogue, url)
        with pytest.raises(SourceError, match=r"could not be downloaded.*not a zip file"):
            find_copy(dataset, area=area)
        assert list_data_files() == []
        assert find_copy(dataset, area=area).files[0].path.read_bytes() == CONTENT


class TestListMissingDatasets:
    def test_all_that_is_missing_is_listed_with_its_files_and_how_sure_its_address_is(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        put(CONTENT)
        here = catalogue()
        by_hand = catalogue(id="others", title="Others", copies=[copy("office/others.csv")])
        address = {"url": "https://example.org/third.csv", "sure": "guessed"}
        third = catalogue(
            id="third", copies=[copy("office/a.csv", layout="a"), copy("office/b.csv", **address)]
        )
        missing = list_missing_datasets((here, by_hand, third), area=area)
        assert [(row.dataset.id, row.files, row.sure) for row in missing] == [
            ("others", ("office/others.csv",), None),
            ("third", ("office/b.csv",), "guessed"),
        ]

    def test_of_a_copy_split_by_district_only_the_files_that_lack_are_named(
        self, catalogue: Write, put: Put, area: Area
    ) -> None:
        few = area.model_copy(update={"authorities": area.authorities[:2]})
        one, other = few.authorities
        dataset = catalogue(copies=[copy("office/{authority}.csv")])
        put(CONTENT, path=f"office/{one}.csv")
        (row,) = list_missing_datasets((dataset,), area=few)
        assert row.files == (f"office/{other}.csv",)

    def test_what_is_absent_from_the_sample_is_never_downloaded(
        self, catalogue: Write, publisher: object
    ) -> None:
        dataset = catalogue(copies=[copy(url=publisher.prepare("/things.csv", CONTENT))])
        (row,) = list_missing_datasets((dataset,), area=load_area("sample"))
        assert row.sure is None and publisher.asked == []
