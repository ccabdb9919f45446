"""Which module speaks to which interface."""

from __future__ import annotations

from datacell_lib.governance.catalogue.interfaces import (
    DashboardMetric,
    FeatureService,
    NomisTable,
    PostcodeDirectory,
    ProfileIndicators,
    Publication,
)
from datacell_lib.intake.live import arcgis, fingertips, nhs, nomis, postcodes, ukhsa
from datacell_lib.intake.live.http import Client, Patience
from datacell_lib.intake.live.request import Request

SPEAKERS = {
    DashboardMetric: ukhsa.download,
    FeatureService: arcgis.download,
    NomisTable: nomis.download,
    PostcodeDirectory: postcodes.download,
    ProfileIndicators: fingertips.download,
    Publication: nhs.download,
}


def download_through_interface(request: Request, *, patience: Patience | None = None) -> None:
    """Download one file of a copy through the interface that its catalogue entry describes.

    Parameters
    ----------
    request : Request
        What to ask for, and where to write it.
    patience : Patience, optional
        How long to wait, how often to ask again.

    Raises
    ------
    SourceError
        If what came is not whole, or not what the catalogue describes.
    """
    with Client(patience=patience) as client:
        SPEAKERS[type(request.copy.interface)](request, client=client)
