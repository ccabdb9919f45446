"""Whether a dataset may be used: asked before every read, judged by today's clock."""

from __future__ import annotations

from datetime import date

from datacell_lib.config import find_edition
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.schema import LawfulnessError

REPORTING = "neighbourhood reporting"


def require_lawful_use(
    dataset: Dataset,
    *,
    purpose: str = REPORTING,
    today: date | None = None,
) -> None:
    """Refuse a use of a dataset that nothing makes lawful.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    purpose : str
        What the data are read for.
    today : date, optional
        The day to judge by; the clock's, unless a test says otherwise. Never the report's
        as-of date.

    Raises
    ------
    LawfulnessError
        If the agreement does not cover today, the edition of this run (`config.find_edition`) or
        the purpose, or no impact assessment is signed.

    Notes
    -----
    Published statistics are not personal data: their catalogue entry says why, and their use
    needs a licence only, which the entry must name.
    """
    agreement = dataset.agreement
    if agreement is None:
        return
    today = today or date.today()
    edition, register = find_edition(), f"data/catalogue/{dataset.id}.yml"
    if not agreement.starts <= today <= agreement.ends:
        raise LawfulnessError(
            f"{dataset.title} ({dataset.id}) may not be used in the {edition} edition today: "
            f"agreement {agreement.reference} runs from {agreement.starts} to {agreement.ends}. "
            f"Renew it and record the new dates in {register}."
        )
    if edition not in agreement.editions:
        raise LawfulnessError(
            f"{dataset.title} ({dataset.id}) may not be used in the {edition} edition: agreement "
            f"{agreement.reference} lets it appear in the {', '.join(agreement.editions)} edition "
            f"alone. Leave it out, or agree it with the partner and record it under "
            f"'agreement.editions' in {register}."
        )
    if purpose not in agreement.purposes:
        raise LawfulnessError(
            f"{dataset.title} ({dataset.id}) may not be used for {purpose!r}: agreement "
            f"{agreement.reference} allows {', '.join(agreement.purposes)}. "
            f"Agree the purpose with the partner and record it in {register}."
        )
    if agreement.dpia_signed is None or agreement.dpia_signed > today:
        raise LawfulnessError(
            f"{dataset.title} ({dataset.id}) may not be used: no data protection impact "
            f"assessment is signed for it. Have it signed and record the date in {register}."
        )
