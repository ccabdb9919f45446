"""Pictures written in few colours: what is shaded keeps its colour, the rest nearly does."""

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from datacell_lib.presentation.few_colours import COLOURS, FLAT, write_in_few_colours

SIDE = 64


def read(picture):
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=int)


def make_pixels(rng, number):
    """A picture with so many colours, some of them much commoner than others."""
    colours = np.unique(rng.integers(0, 256, size=(number, 3)), axis=0)
    weights = rng.dirichlet(np.full(len(colours), 0.2))
    return colours[rng.choice(len(colours), size=(SIDE, SIDE), p=weights)]


class TestWriteInFewColours:
    @given(st.integers(0, 2**32), st.integers(1, COLOURS))
    def test_a_picture_of_few_colours_stays_as_it_is(self, seed, number):
        pixels = make_pixels(np.random.default_rng(seed), number)
        assert (read(write_in_few_colours(pixels.astype(np.uint8))) == pixels).all()

    @given(st.integers(0, 2**32))
    def test_the_commonest_colours_of_many_stay_and_there_are_256_at_most(self, seed):
        pixels = make_pixels(np.random.default_rng(seed), 3000)
        after = read(write_in_few_colours(pixels.astype(np.uint8)))
        found, times = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
        least = np.sort(times)[-FLAT] if len(times) > FLAT else 0
        common = {tuple(colour) for colour in found[times > least].tolist()}
        kept = [tuple(colour) in common for colour in pixels.reshape(-1, 3).tolist()]
        assert (after.reshape(-1, 3)[kept] == pixels.reshape(-1, 3)[kept]).all()
        assert len(np.unique(after.reshape(-1, 3), axis=0)) <= COLOURS

    def test_colours_that_run_into_one_another_are_rounded_by_little(self):
        across = np.linspace(0, 255, 512).astype(int)
        pixels = np.stack(np.broadcast_arrays(across, across[:, np.newaxis], 128), axis=-1)
        after = read(write_in_few_colours(pixels.astype(np.uint8)))
        assert np.abs(after - pixels).mean() < 6

    def test_opacity_is_left_out(self):
        pixels = np.full((5, 4, 4), (51, 102, 153, 128), dtype=np.uint8)
        assert (read(write_in_few_colours(pixels)) == pixels[..., :3]).all()
