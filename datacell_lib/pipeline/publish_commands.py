"""The commands by which a person publishes a report, and by which that is checked."""

from __future__ import annotations

from pathlib import Path

import click

from datacell_lib.config import Edition


@click.command()
@click.argument("area")
@click.option("--approved-by", required=True, metavar="NAME", help="Who has read and approves it.")
@click.option("--role", required=True, metavar="ROLE", help="What makes it theirs to approve.")
@click.option(
    "--edition", default=Edition.OPEN.value, show_default=True, help="Who the report is for."
)
def publish(area: str, approved_by: str, role: str, edition: str) -> None:
    """Publish AREA's last whole report: every page says who approved it."""
    from datacell_lib.files.area import load_area
    from datacell_lib.pipeline.publishing import publish_report
    from datacell_lib.pipeline.workspace import find_workspace

    approval = publish_report(area, approved_by=approved_by, role=role, edition=edition)
    shown = find_workspace(load_area(area), edition=Edition(edition)).shown
    click.echo(f"{approval.describe()} The report is at {shown / 'index.html'}")


@click.command(name="check-approved")
@click.argument("folder", type=click.Path(path_type=Path))
def check_approved(folder: Path) -> None:
    """Check that FOLDER is a report that somebody approved, and that it has not changed since."""
    from datacell_lib.pipeline.approval import check_approval

    approval = check_approval(folder)
    click.echo(f"{approval.describe()} Nothing has changed since.")
