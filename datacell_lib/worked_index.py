"""An area's index, worked out once a run: what the desk hands out as `report.index`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from datacell_lib.analysis.index.native import list_native_shares, mark_wider_domains
from datacell_lib.analysis.index.standing import rank_nation
from datacell_lib.analysis.index.standing_stability import (
    apportion_standing,
    assess_standing,
    estimate_sampling_errors,
)
from datacell_lib.analysis.index.steps import (
    TABLES,
    Steps,
    follow_steps,
    restore_steps,
    tabulate_steps,
)
from datacell_lib.code_closure import digest_code
from datacell_lib.config import find_results
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.index_layers import list_index_layers
from datacell_lib.governance.index_sources import (
    describe_errors,
    list_modelled_indicators,
    list_native_indicators,
    list_share_titles,
)
from datacell_lib.intake.link.run_store import digest_table, keep_table, keep_tables
from datacell_lib.kept_results import keep_result
from datacell_lib.table_sources import carry_sources


@dataclass(frozen=True)
class WorkedIndex:
    """An index of a nation: its file, its steps, its ranks, and how sure these are.

    Parameters
    ----------
    spec : IndexSpec
        What it is made of.
    nation : pandas.DataFrame
        One row for each neighbourhood of the nation, with every indicator.
    area : str
        The name of the area whose report it is for: its tables are stored under it.

    Notes
    -----
    Each part is worked out when it is first asked for, and stored with the run. How sure ranks
    are takes long, and is kept from run to run while indicators, file and code stay the same.
    """

    spec: IndexSpec
    nation: pd.DataFrame
    area: str

    @cached_property
    def steps(self) -> Steps:
        """Everything between the indicators and the score."""
        tables = keep_tables("steps", area=self.area, parts=TABLES, make=self._tabulate_steps)
        return restore_steps(tables, spec=self.spec)

    def _tabulate_steps(self) -> dict[str, pd.DataFrame]:
        return tabulate_steps(follow_steps(self.nation, spec=self.spec))

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every neighbourhood ranked in the index and its domains."""
        return self._keep("scores", lambda: rank_nation(self.steps))

    @cached_property
    def native_shares(self) -> pd.DataFrame:
        """What share of each score is known for neighbourhoods themselves."""
        known = list_native_indicators(self.spec)
        return self._keep("native", lambda: list_native_shares(self.steps, native=known))

    @property
    def domain_titles(self) -> dict[str, str]:
        """A title for each domain, which says where one is known for wider areas only."""
        return mark_wider_domains(self.spec.domain_titles, shares=self.native_shares)

    @cached_property
    def stability(self) -> pd.DataFrame:
        """How sure each rank is: what other methods make of it."""
        return self._keep("stability", partial(self._judge, assess_standing))

    @cached_property
    def instability(self) -> pd.DataFrame:
        """Which choice of method moves ranks most."""
        return self._keep("instability", partial(self._judge, apportion_standing))

    @property
    def share_titles(self) -> dict[str, str]:
        """A title for each indicator that is a share of people or of households."""
        return list_share_titles(self.spec)

    @cached_property
    def layers(self) -> pd.DataFrame:
        """The columns of the neighbourhoods that tell of it, for the atlas to draw."""
        return list_index_layers(self.spec, native_shares=self.native_shares)

    @property
    def count_errors(self) -> dict[str, str]:
        """For each count of people to reach, what is known of its error."""
        return describe_errors(self.spec)

    def _judge(self, judge: Callable[..., pd.DataFrame]) -> pd.DataFrame:
        """Judge the ranks by other methods, or take what an earlier run made of the same."""
        modelled = list_modelled_indicators(self.spec)
        made_from = digest_table(self.nation, self.spec.model_dump_json(), *modelled)

        def make() -> pd.DataFrame:
            errors = estimate_sampling_errors(self.nation, modelled=modelled)
            return judge(self.steps, standard_errors=errors)

        key = f"{made_from[:16]}-{digest_code(judge, follow_steps)[:16]}"
        result = keep_result(judge.__name__, key=key, folder=find_results(), make=make)
        return carry_sources(result, self.nation)  # an earlier run's datasets may have other names

    def _keep(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        return keep_table(name, area=self.area, make=make)
