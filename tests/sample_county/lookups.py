"""Which area is part of which, and what it is called: the publishers' lookups."""

from __future__ import annotations

import numpy as np
import pandas as pd

OUTPUT_AREAS_PER_LSOA = 5


def gather_msoas(table: pd.DataFrame) -> pd.DataFrame:
    """One row per MSOA, by code: names, district, residents and mean deprivation."""
    return table.groupby("msoa_code").agg(
        msoa_name=("msoa_name", "first"),
        place_name=("place_name", "first"),
        district=("district", "first"),
        lad_code=("lad_code", "first"),
        lad_name=("lad_name", "first"),
        persons=("persons", "sum"),
        poor=("poor", "mean"),
    )


def lay_out_wards(table: pd.DataFrame) -> pd.DataFrame:
    """The best-fit lookup of ONS from LSOAs to wards and districts."""
    lookup = pd.DataFrame({"LSOA21CD": table["lsoa_code"], "LSOA21NM": table["lsoa_name"]})
    lookup["LSOA21NMW"] = ""
    lookup["WD24CD"], lookup["WD24NM"] = table["ward_code"], table["ward_name"]
    lookup["WD24NMW"] = ""
    lookup["LAD24CD"], lookup["LAD24NM"] = table["lad_code"], table["lad_name"]
    lookup["LAD24NMW"] = ""
    lookup["ObjectId"] = np.arange(1, len(lookup) + 1)
    return lookup


def lay_out_names(msoas: pd.DataFrame, *, census: str) -> pd.DataFrame:
    """The Library's names of MSOAs, which are the same at both censuses (`census`: 11 or 21)."""
    head = f"msoa{census}"
    names = pd.DataFrame({f"{head}cd": msoas.index, f"{head}nm": msoas["msoa_name"].to_numpy()})
    names[f"{head}nmw"] = names[f"{head}nm"]
    names[f"{head}hclnm"] = msoas["place_name"].to_numpy()
    names[f"{head}hclnmw"] = ""
    names["Laname" if census == "11" else "localauthorityname"] = msoas["lad_name"].to_numpy()
    return names if census == "11" else names.assign(type="Present in 2011")


def lay_out_output_areas(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The lookup of ONS from output areas to the LSOAs and MSOAs of 2011 and to districts."""
    lsoas = pairs.drop_duplicates("code_2011").sort_values("code_2011")
    rows = lsoas.loc[lsoas.index.repeat(OUTPUT_AREAS_PER_LSOA)].reset_index(drop=True)
    areas = table.loc[rows["row"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "OA11CD": [f"E0099{number:04d}" for number in range(1, len(rows) + 1)],
            "LSOA11CD": rows["code_2011"],
            "LSOA11NM": rows["name_2011"],
            "MSOA11CD": areas["msoa_code"],
            "MSOA11NM": areas["msoa_name"],
            "LAD20CD": areas["lad_code"],
            "LAD20NM": areas["lad_name"],
        }
    )
