"""The invented country's facts: its districts, their towns, and the names on its map."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20260927
COUNTY_CODE, COUNTY_NAME = "E10990001", "Brackenshire"

# The country lies in the North Sea, where nobody lives: the corner of its map on the British
# National Grid, in metres, and the size of its sheet in kilometres. Further east than 2 degrees
# PROJ leaves out the shift between the National Grid's datum and WGS84: 140 metres.
ORIGIN = (596_000.0, 440_000.0)
SHEET_KM = (62.0, 50.0)


@dataclass(frozen=True)
class District:
    """One district: where its chief town lies (km on the sheet) and what it is like.

    `reach` widens the district's territory against its neighbours'; `spread` is the town's
    radius in km; `deprived` says how poor its centre is.
    """

    code: str
    name: str
    town: tuple[float, float]
    lsoas: int
    reach: float
    spread: float
    deprived: float
    in_county: bool = True


DISTRICTS = (
    District("E07990001", "Alderhythe", (30.0, 22.5), 42, 0.80, 2.6, 2.1),
    District("E07990002", "Sandrigby", (47.5, 35.0), 28, 1.00, 1.7, 2.4),
    District("E07990003", "Ostringham", (31.0, 37.5), 24, 1.00, 1.5, 0.9),
    District("E07990004", "Tessingford", (32.0, 8.5), 26, 0.95, 1.7, 0.8),
    District("E07990005", "Wethermarsh", (47.0, 15.0), 22, 1.00, 1.5, 1.2),
    District("E07990006", "Hexelby", (20.0, 26.0), 18, 0.75, 1.3, 0.4),
    District("E07990007", "Lorringham", (11.0, 36.0), 27, 1.00, 1.7, 1.5, in_county=False),
    District("E07990008", "Tharnewold", (13.0, 12.5), 23, 1.05, 1.3, 0.5, in_county=False),
)

# Lesser towns and large villages: (x, y) in km, and weight against the district's chief town.
SMALL_TOWNS = (
    ((50.5, 28.5), 0.30),
    ((41.5, 42.5), 0.25),
    ((38.5, 33.0), 0.12),
    ((25.5, 42.0), 0.25),
    ((36.0, 29.5), 0.15),
    ((24.5, 12.5), 0.25),
    ((39.5, 7.5), 0.22),
    ((43.0, 9.5), 0.15),
    ((50.5, 10.0), 0.28),
    ((21.5, 19.0), 0.30),
    ((7.5, 28.0), 0.30),
    ((17.0, 42.5), 0.25),
    ((8.0, 17.5), 0.35),
    ((15.0, 6.0), 0.30),
)

# The university, the seaside resort, and the harbour quarter: (x, y) in km.
UNIVERSITY = (31.6, 24.3)
RESORT = (49.0, 35.5)

# Parts of towns, for the most built-up MSOAs of a district, in order of use.
TOWN_QUARTERS = {
    "E07990001": (
        "Quayside & Old Harbour",
        "Gasworks & Cinder Lane",
        "Minster Precinct",
        "Foundry Row & Ropewalk",
        "Gatehouse & Tannery Fields",
        "Scholars' Bank",
        "Lime Kiln Heights",
        "Nine Elms Meadow",
    ),
    "E07990002": ("Esplanade & Winter Gardens", "Lantern Cliff", "Bathing Steps & Dunesend"),
    "E07990003": ("Cornhall & Sheep Street", "Maltings Green", "Friars' Orchard"),
    "E07990004": ("Drapers' Row & Wharf", "Fulling Mill", "Watercress Beds"),
    "E07990005": ("Fish Dock & Netmakers", "Saltpans", "Causeway Head"),
    "E07990006": ("Buttermarket & Pinfold", "Windpump Rise"),
    "E07990007": ("Clockmakers' Yard", "Brickfield & Kiln Side", "Loom Street & Bobbin Fold"),
    "E07990008": ("Wool Hall & Castle Ditch", "Coppice Gate"),
}

# Villages, for everything else: each name is used once.
# fmt: off
_STEMS = (
    "Aldren", "Bickle", "Cawder", "Dunsel", "Estrin", "Fallo", "Garra", "Hathel", "Inkel",
    "Jessel", "Keldra", "Lannis", "Mossen", "Norrel", "Ocken", "Pendra", "Quenna", "Rusker",
    "Sorrin", "Tamble", "Ulven", "Vestra", "Wendra", "Yarrel", "Ambles", "Brindle", "Corvel",
    "Drovel", "Emmer", "Fenner", "Grebel", "Hollan", "Ivel", "Jarra", "Kittel", "Larkel",
    "Merral", "Nettle", "Oster", "Plover", "Quillen", "Reddle", "Sedger", "Teasel", "Umber",
    "Vetchel", "Whinner", "Yaffle",
)
# fmt: on
_ENDINGS = ("thorpe", "wick", "sted", "combe", "marsh", "holt", "garth", "worthy", "mere", "low")
VILLAGES = tuple(
    stem + _ENDINGS[(7 * number + number // 10 + turn) % len(_ENDINGS)]
    for turn in (0, 3, 6)
    for number, stem in enumerate(_STEMS)
)
