"""The command that makes the atlas of a whole nation."""

from __future__ import annotations

import click

from datacell_lib.config import show_path


@click.command(name="atlas")
@click.argument("nation", default="sample")
def atlas(nation: str) -> None:
    """Make the atlas of all neighbourhoods of NATION: england, or that of an area."""
    from datacell_lib.pipeline.nation_atlas import make_nation_atlas
    from datacell_lib.pipeline.progress import StepProgress

    with StepProgress() as progress:
        page = make_nation_atlas(nation, on_step=progress.begin)
    click.echo(f"The atlas is at {show_path(page)}")
