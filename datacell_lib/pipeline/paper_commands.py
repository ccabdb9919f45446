"""The command that prints a report's pages."""

from __future__ import annotations

import click

from datacell_lib.config import show_path


@click.command()
@click.argument("area")
@click.option(
    "--district", metavar="DISTRICT", help="The page of this report district (code or name)."
)
def pdf(area: str, district: str | None) -> None:
    """Make a PDF of the headlines of AREA's last whole report, or of a district's page."""
    from datacell_lib.pipeline.paper import make_pdf

    click.echo(f"The PDF is {show_path(make_pdf(area, district=district))}")
