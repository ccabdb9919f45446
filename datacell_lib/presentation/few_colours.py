"""Pictures in few colours, so that a page stays light on a phone."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

SMALL = 8  # how hard the file is pressed: 9 takes twice as long for one part in fifty
COLOURS = 256  # as many as a PNG file can list
FLAT = 128  # of which so many are the picture's own, the commonest


def write_in_few_colours(pixels: np.ndarray) -> bytes:
    """Write a picture with the colours that it needs, so that a page stays light on a phone.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3 or more)
        Red, green and blue; opacity after them is not kept.

    Returns
    -------
    bytes
        A PNG file of the picture in 256 colours at most, without dots where one colour runs into
        another: a third of the size. What is shaded in one colour keeps it to the last digit; the
        edges of letters and lines are rounded.
    """
    red, green, blue = (pixels[..., place].astype(np.uint32) for place in range(3))
    packed = red << 16 | green << 8 | blue
    found, times = np.unique(packed, return_counts=True)
    commonest_first = found[np.argsort(-times, kind="stable")]
    palette, place = _choose_palette(commonest_first)
    places = np.zeros(1 << 24, dtype=np.uint8)
    places[commonest_first] = place
    few = Image.fromarray(places[packed])
    few.putpalette(palette.tobytes())
    file = io.BytesIO()
    few.save(file, format="PNG", compress_level=SMALL)
    return file.getvalue()


def _choose_palette(colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Choose the colours of a picture, and for each that it had the place of its new one."""
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.uint8)
    if len(colours) <= COLOURS:
        return parts, np.arange(len(colours))
    rest = Image.fromarray(parts[np.newaxis, FLAT:])
    method = {"method": Image.Quantize.MEDIANCUT, "kmeans": 2, "dither": Image.Dither.NONE}
    rounded = rest.quantize(COLOURS - FLAT, **method)
    chosen = np.array(rounded.getpalette(), dtype=np.uint8).reshape(-1, 3)
    place = np.concatenate([np.arange(FLAT), FLAT + np.asarray(rounded)[0]])
    return np.concatenate([parts[:FLAT], chosen]), place
