"""What a message shows of a page that is shared."""

import re

from datacell_lib.pipeline.book.page_head import write_description

PAGE = {"title": "Hexelby", "report": "Moor: report", "finding": "10 people live there."}
PICTURE = "../downloads/pictures/hexelby-e1.png"


def read(**more):
    found = re.findall(
        r'<meta property="(.*?)" content="(.*?)" />', write_description(**PAGE, **more)
    )
    return dict(found)


class TestWriteDescription:
    def test_a_page_with_an_address_names_itself_and_its_picture(self):
        said = read(address="https://moor.example/report/notebooks/hexelby.html", picture=PICTURE)
        assert said["og:url"] == "https://moor.example/report/notebooks/hexelby.html"
        assert said["og:image"] == "https://moor.example/report/downloads/pictures/hexelby-e1.png"
        assert said["og:image:alt"] == "10 people live there."

    def test_a_page_without_an_address_names_none_as_nobody_could_ask_for_it(self):
        assert not {"og:url", "og:image"} & set(read(picture=PICTURE))
        assert "og:image" not in read(address="https://moor.example/a.html")
