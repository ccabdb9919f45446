"""What makes data honest: late and missing snapshots, another census, a bad file, sites."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.epidemic import DELAYED_DAYS, LAST_DAY
from tests.sample_county.outlines import to_degrees

# Snapshots of the daily cases: the Sunday that each ends with, and the day it came out (a
# Tuesday, two days later, unless it was late). The one of 20 September never came.
SNAPSHOTS = (
    ("2026-08-30", "2026-09-01"),
    ("2026-09-06", "2026-09-08"),
    ("2026-09-13", "2026-09-17"),
    ("2026-09-27", "2026-09-29"),
)
MISSING_SNAPSHOT, LATE_SNAPSHOT = "2026-09-22", "2026-09-17"
SNAPSHOT_DAYS = 42
# Share of a day's cases already known, by how many days before the last of a snapshot it is.
_KNOWN = (0.17, 0.43, 0.66, 0.82, 0.93)

SPLITS, MERGES = 4, 3
GROWTH_SINCE = 0.995  # residents of mid-2020 for each at the census of 2021
OLDEST = 90
ROWS_CUT = 40
SITES = 24


def take_snapshots(daily: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Copies of the daily cases as they were on each day of publication, one below the other.

    A day's count only grows from one snapshot to the next, until it is what `daily` says.
    """
    dates = pd.to_datetime(daily["date"])
    taken = []
    for last, published in SNAPSHOTS:
        end = pd.Timestamp(last)
        inside = (dates <= end) & (dates > end - pd.Timedelta(days=SNAPSHOT_DAYS))
        copy = daily[inside].reset_index(drop=True)
        back = (end - pd.to_datetime(copy["date"])).dt.days.to_numpy()
        copy["in_reporting_delay_period"] = back < DELAYED_DAYS
        if end != LAST_DAY:
            recent = back < DELAYED_DAYS
            known = rng.binomial(copy.loc[recent, "metric_value"], np.take(_KNOWN, back[recent]))
            copy.loc[recent, "metric_value"] = known
        copy.insert(0, "known_on", published)
        taken.append(copy)
    return pd.concat(taken, ignore_index=True)


def redraw_neighbourhoods(
    table: pd.DataFrame, borders: dict, rng: np.random.Generator
) -> pd.DataFrame:
    """Which neighbourhood of 2011 shares ground with which of 2021, and how: U, S or M.

    Columns `code_2011`, `name_2011`, `row` (of `table`), `change`, in the order of `table`.
    """
    touching = sorted(pair for pair in borders if len(set(table.loc[list(pair), "msoa_code"])) == 1)
    changed: dict[int, str] = {}
    splits: list[tuple[int, int]] = []
    for number in rng.permutation(len(touching)):
        pair = touching[number]
        if len(splits) < SPLITS and not set(pair) & set(changed):
            splits.append(pair)
            changed |= dict.fromkeys(pair, "S")
    merged = [row for row in rng.permutation(len(table)) if row not in changed][:MERGES]
    changed |= dict.fromkeys(map(int, merged), "M")
    parents = {row: f"E0198{number:04d}" for number, pair in enumerate(splits, 1) for row in pair}
    rows = []
    for row, area in table.iterrows():
        change = changed.get(row, "U")
        if change == "M":
            first = 101 + 2 * sorted(map(int, merged)).index(row)
            codes = [f"E0198{first:04d}", f"E0198{first + 1:04d}"]
        else:
            codes = [parents.get(row, area["lsoa_code"])]
        rows += [(code, area["lsoa_name"], row, change) for code in codes]
    return pd.DataFrame(rows, columns=["code_2011", "name_2011", "row", "change"])


def lay_out_exact_fit(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The exact-fit lookup of ONS."""
    areas = table.loc[pairs["row"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "LSOA11CD": pairs["code_2011"],
            "LSOA11NM": pairs["name_2011"],
            "LSOA21CD": areas["lsoa_code"],
            "LSOA21NM": areas["lsoa_name"],
            "CHGIND": pairs["change"],
            "LAD22CD": areas["lad_code"],
            "LAD22NM": areas["lad_name"],
            "LAD22NMW": "",
            "ObjectId": np.arange(1, len(pairs) + 1),
        }
    )


def estimate_population(
    ages: pd.DataFrame, pairs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Mid-2020 residents by single year of age, of the neighbourhoods of 2011."""
    halves = 1 / pairs.groupby("row")["row"].transform("size")
    bands = ages.iloc[:, 1:].to_numpy()[pairs["row"]] * halves.to_numpy()[:, None] * GROWTH_SINCE
    widths = np.array([5] * (bands.shape[1] - 1) + [6])  # the last band holds 90 and over, too
    counts = rng.poisson(np.repeat(bands / widths, widths, axis=1).round(9))
    single = pd.DataFrame(counts, columns=[*map(str, range(OLDEST)), f"{OLDEST}+"])
    single.insert(0, "total_population", single.sum(axis=1))
    single.insert(0, "lsoa11_code", pairs["code_2011"])
    summed = single.groupby("lsoa11_code", as_index=False).sum()
    names = pairs.drop_duplicates("code_2011").set_index("code_2011")["name_2011"]
    summed.insert(1, "lsoa11_name", summed["lsoa11_code"].map(names))
    return summed


def place_sites(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Doctors' surgeries in the layout of NHS Choices: one at sea, one without coordinates."""
    chosen = np.sort(rng.permutation(len(table))[: SITES - 1])
    spots = [to_degrees([(x, y)])[0] for x, y in table.loc[chosen, ["x", "y"]].to_numpy()]
    spots.append(to_degrees([(61.0, 1.0)])[0])
    sites = pd.DataFrame(spots, columns=["longitude", "latitude"]).astype("object")
    sites.loc[0, :] = ""
    names = [f"{name} Surgery" for name in table.loc[chosen, "place_name"]] + ["Lightship Surgery"]
    codes = [f"Z999{number:02d}" for number in range(1, SITES + 1)]
    blank = [""] * SITES
    return pd.DataFrame(
        {
            "code": codes,
            "name": names,
            **{f"address {number}": blank for number in range(1, 5)},
            "postcode": "ZZ99 9ZZ",
            "telephone": blank,
            "website": blank,
            "latitude": sites["latitude"],
            "longitude": sites["longitude"],
        }
    )


def tell_mess(table: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    """The planted mess, as lines of YAML."""
    codes = {
        change: sorted(set(table.loc[pairs.loc[pairs["change"] == change, "row"], "lsoa_code"]))
        for change in "SM"
    }
    return [
        "snapshots:",
        "  what: daily cases as known on four days; recent days grow until they are whole",
        "  folder: ukhsa-snapshots",
        f"  late: {LATE_SNAPSHOT}",
        f"  missing: {MISSING_SNAPSHOT}",
        "  # of the cases of its last day, of the day before, and so on; all of those before",
        f"  known_of_last_days: [{', '.join(map(str, _KNOWN))}]",
        "census_2011:",
        "  what: neighbourhoods that the census of 2021 drew anew, by splitting or by merging two",
        "  split_lsoa_codes:",
        *(f"    - {code}" for code in codes["S"]),
        "  merged_lsoa_codes:",
        *(f"    - {code}" for code in codes["M"]),
        "fault_past_tolerance:",
        f"  what: a census table whose last {ROWS_CUT} rows are cut off; no report uses it",
        "  file: faulty/census2021-ts054-lsoa.csv",
        f"  missing_rows: {ROWS_CUT}",
        "contrary_indicator:",
        "  what: places far from everything are the less deprived ones, against the direction that",
        "    the index declares for being far",
        "  indicator: connectivity",
        "sites:",
        "  what: doctors' surgeries; one lies at sea, one has no coordinates",
        "  file: nhs-choices/gp.csv.gz",
        f"  number: {SITES}",
        f"  at_sea: Z999{SITES:02d}",
        "  without_coordinates: Z99901",
    ]
