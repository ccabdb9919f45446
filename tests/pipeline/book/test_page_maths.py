import pytest
from docutils import nodes

from datacell_lib.pipeline.book.page_maths import _write_block, _write_inline


class Writer:
    def __init__(self):
        self.body = []


@pytest.mark.parametrize(
    ("write", "node", "display"),
    [(_write_inline, nodes.math, "inline"), (_write_block, nodes.math_block, "block")],
)
class TestWriters:
    def test_a_formula_becomes_mathml_that_a_browser_draws_itself(self, write, node, display):
        writer = Writer()
        with pytest.raises(nodes.SkipNode):
            write(writer, node("", r"\frac{r - 1}{N - 1}"))
        html = "".join(writer.body)
        assert "<mfrac>" in html
        assert f'display="{display}"' in html
        assert "\\frac" not in html
