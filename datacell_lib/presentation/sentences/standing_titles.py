"""What maps and bars of the most vulnerable places find, as their titles say it."""

from __future__ import annotations

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, format_number, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import lower_first, tell_share
from datacell_lib.presentation.sentences.highest import judge_highest
from datacell_lib.presentation.source_line import tell_years
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import (
    AREAS,
    DISTRICT_NAME,
    DOMAIN,
    FIFTH_WITHIN_AREA,
    FIRM,
    FIRMNESS,
    NEIGHBOURHOODS,
    PEOPLE_IN_FIFTH,
    PLACE_NAME,
    POPULATION,
    STANDING_WITHIN_AREA,
    SUPPRESSED,
    TITLE,
    VALUE,
    WITHIN,
)
from datacell_lib.wording import count_people, count_things

STANDING = "Where each neighbourhood stands in {}"
NONE = "No neighbourhood is among the most vulnerable fifth"
LIVING = "Residents of neighbourhoods among the most vulnerable fifth in {}"


@refuse_unreleased
def title_area_map(districts: Released, *, place: str, nation: str) -> Title:
    """Say in which district of an area most people live where it is most vulnerable.

    Parameters
    ----------
    districts : Released
        What `summarise_districts` returns, released.
    place, nation : str
        The area, and what its neighbourhoods are compared with.

    Returns
    -------
    Title
        The district and its people; that there are none, where that is so.
    """
    of = (STANDING.format(nation), place, tell_years(districts))
    people = districts.table[PEOPLE_IN_FIFTH]
    if people.isna().all():
        return Title("Where most people live in vulnerable neighbourhoods is not known", of)
    if not people.max() > 0:
        return Title(NONE, of)
    most = districts.table.loc[people.idxmax()]
    number = format_number(most[PEOPLE_IN_FIFTH])
    return Title(
        f"{most[DISTRICT_NAME]} has most people in the most vulnerable fifth: {number}", of
    )


@refuse_unreleased
def title_index_map(first: Released | None, *, place: str, nation: str) -> Title:
    """Say which place of a district comes first.

    Parameters
    ----------
    first : Released or None
        What `list_first_places` returns for it, released.
    place, nation : str
        The district, and what its neighbourhoods are compared with.

    Returns
    -------
    Title
        The place, its people and neighbourhoods, hedged where other methods disagree; that there
        is none, where that is so; what is shown, where nothing is told of places.
    """
    if first is None:
        of = (STANDING.format(nation), place)
        return Title("Where the most vulnerable neighbourhoods are", of)
    of = (STANDING.format(nation), place, tell_years(first))
    if first.table.empty:
        return Title(NONE, of)
    row = first.table.iloc[0]
    people, number = count_people(row[POPULATION]), row[NEIGHBOURHOODS]
    where = f"its {format_number(number)} neighbourhoods" if number > 1 else "its one neighbourhood"
    live = "lives" if people.startswith("1 ") else "live"
    by = "" if row[FIRMNESS] == FIRM else " by this index"
    return Title(
        f"{row[PLACE_NAME]} comes first{by}: {people} {live} in {where} of the most vulnerable "
        "fifth",
        of,
    )


@refuse_unreleased
def title_extent(released: Released) -> Title:
    """Say in which domain a district is furthest above its nation.

    Parameters
    ----------
    released : Released
        As `plot_extent` takes it.

    Returns
    -------
    Title
        The domain and both shares; that it stands out in none, where that is so.
    """
    table = released.table
    here, *_, nation = (name for name in table if name != DOMAIN)
    of = (LIVING.format(nation), here, tell_years(released))
    above = (table[here] * PERCENT).round() - (table[nation] * PERCENT).round()
    if above.isna().all():
        return Title(f"Whether {here} stands out in a domain is not known", of)
    if not above.max() > 0:
        return Title(f"In no domain is {here} above {nation}", of)
    row = table.loc[above.idxmax()]
    own, level = format_proportion(row[here]), format_proportion(row[nation])
    live = f"{own} of residents live in the most vulnerable fifth, against {level}"
    return Title(f"{here} is furthest above {nation} in “{row[DOMAIN]}”: {live}", of)


@refuse_unreleased
def title_ranked_bars(released: Released, *, place: str, nation: str) -> Title:
    """Say where the share of residents in the most vulnerable fifth is highest.

    Parameters
    ----------
    released : Released
        As `plot_ranked_bars` takes it, with the intervals of the shares if they are known.
    place, nation : str
        What the districts are in, and what the fifth is of.

    Returns
    -------
    Title
        The district and its share; hedged where another's interval meets its own.
    """
    table = released.table
    of = (LIVING.format(nation), place, tell_years(released))
    known = table[table[VALUE].notna()].sort_values(VALUE, ascending=False, kind="stable")
    if known.empty:
        return Title("How many live in the most vulnerable fifth is not known", of)
    first = known.iloc[0]
    if first[VALUE] == 0:
        return Title("Nobody lives in a neighbourhood among the most vulnerable fifth", of)
    share = lower_first(tell_share(first[VALUE], of="residents"))
    live = f"{share} live in the most vulnerable fifth"
    if len(known) == 1:
        return Title(f"In {first[DISTRICT_NAME]} {live}", of)
    return Title(f"The share {judge_highest(known)} in {first[DISTRICT_NAME]}: {live}", of)


@refuse_unreleased
def title_local_map(released: Released, *, index: str, place: str) -> Title:
    """Say how many of a place's neighbourhoods are in the most vulnerable fifth of their area.

    Parameters
    ----------
    released : Released
        As `plot_local_map` takes it.
    index : str
        The title of the index.
    place : str
        What the page is about.

    Returns
    -------
    Title
        How many of those that are known; what is shown, where some are suppressed.
    """
    rows = released.table[released.table[TITLE] == index]
    area, among = rows[WITHIN].iloc[0], count_things(rows[AREAS].max(), "neighbourhood")
    of = (f"Fifths of {among} ranked", area, tell_years(released))
    if (rows.get(STANDING_WITHIN_AREA, rows[TITLE]) == SUPPRESSED).any():
        return Title(f"{index}: the order of neighbourhoods within {area}", of)
    number = int(rows[FIFTH_WITHIN_AREA].eq(1).sum())
    are = "is" if number == 1 else "are"
    told = format_number(number) if number else "none"
    among_first = f"{are} in the most vulnerable fifth within {area}"
    all_of_them = count_things(len(rows), "neighbourhood")
    all_of_them += "" if place == area else f" of {place}"
    return Title(f"{index}: {told} of {all_of_them} {among_first}", of)
