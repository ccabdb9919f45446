"""How well colours can be told apart, as WCAG 2.2 measures it, and the nearest that can be."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

WHITE, DARK_PAGE = "#ffffff", "#14181e"
ENOUGH = 4.5
STEPS = 1000


def calculate_contrast(colour: str, ground: str) -> float:
    """Calculate the contrast of two colours.

    Parameters
    ----------
    colour, ground : str
        As #rrggbb.

    Returns
    -------
    float
        From 1 (the same) to 21 (black and white).

    References
    ----------
    W3C (2023). Web Content Accessibility Guidelines 2.2, contrast ratio and relative luminance.

    Examples
    --------
    >>> calculate_contrast("#000000", "#ffffff"), round(calculate_contrast("#767676", WHITE), 2)
    (21.0, 4.54)
    """
    darker, lighter = sorted(map(_calculate_luminance, (colour, ground)))
    return (lighter + 0.05) / (darker + 0.05)


def darken_for(colour: str, *, ground: str = WHITE) -> str:
    """Find the nearest darker shade of a colour that stands out from a light ground.

    Examples
    --------
    >>> darken_for("#ffffff"), darken_for("#000000")
    ('#767676', '#000000')
    """
    return _find_shade(colour, ground, towards=0.0)


def lighten_for(colour: str, *, ground: str = DARK_PAGE) -> str:
    """Find the nearest lighter shade of a colour that stands out from a dark ground.

    Examples
    --------
    >>> lighten_for("#ffffff")
    '#ffffff'
    >>> calculate_contrast(lighten_for("#00338d"), DARK_PAGE) >= ENOUGH
    True
    """
    return _find_shade(colour, ground, towards=1.0)


def _find_shade(colour: str, ground: str, *, towards: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_split(colour))
    shades = (
        _join(
            colorsys.hls_to_rgb(hue, lightness + (towards - lightness) * step / STEPS, saturation)
        )
        for step in range(STEPS + 1)
    )
    return next(shade for shade in shades if calculate_contrast(shade, ground) >= ENOUGH)


def _calculate_luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _split(colour)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _split(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _join(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
