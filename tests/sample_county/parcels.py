"""What a partner counted and gave under an agreement: a food bank's parcels."""

from __future__ import annotations

import numpy as np
import pandas as pd

# The food bank works in these districts alone, and knows nothing of the others.
SERVED = ("E07990001", "E07990002", "E07990003", "E07990004")
LEVEL, BY_POOR = 2.9, 0.75
SECRET = 3  # so few that nobody may be told


def count_parcels(
    table: pd.DataFrame, fields: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Parcels by LSOA, more of them where people are poor; the last LSOA served has a secret."""
    own = table["lad_code"].isin(SERVED).to_numpy()
    means = np.exp(LEVEL + BY_POOR * fields["poor"].to_numpy()[own]).round(9)
    parcels = rng.poisson(means)
    parcels[-1] = SECRET
    return pd.DataFrame({"LSOA21CD": table["lsoa_code"][own].to_numpy(), "Parcels": parcels})


def tell_parcels(parcels: pd.DataFrame) -> list[str]:
    """The planted truth of it, as lines of YAML."""
    secret, most = parcels.iloc[-1], parcels.loc[parcels["Parcels"].idxmax()]
    return [
        "partner_counts:",
        "  what: a food bank's parcels, of which the partner edition may show fifths alone",
        "  file: brackenshire-food-network/parcels-by-lsoa.csv",
        f"  lsoas: {len(parcels)}",
        f"  secret_lsoa_code: {secret['LSOA21CD']}",
        f"  secret_count: {secret['Parcels']}",
        f"  most_lsoa_code: {most['LSOA21CD']}",
    ]
