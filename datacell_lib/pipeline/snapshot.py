"""What a run is made from, fixed at its start: a copy of what people write, a digest of the code.

Notebooks, pages, configuration, areas, catalogue, indices, policies and purposes are small, so a
run copies them and reads its copy to the end. Published files are too large to copy: a run notes
which it found, and refuses to go on when one has changed (`datacell_lib.intake.read.fixed_files`).
Code is imported bit by bit, so it can't be copied: a run that it changed under publishes nothing.
"""

from __future__ import annotations

from pathlib import Path

from datacell_lib.config import INPUTS, PURPOSES, ROOT, Written, find_original, show_path
from datacell_lib.files.plain_yaml import read_yaml
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.pipeline.book.assemble import CONFIG, PAGES
from datacell_lib.pipeline.book.contents import CONTENTS, NOTEBOOKS
from datacell_lib.schema import RunError
from datacell_lib.whole_files import calculate_sha256
from datacell_lib.wording import name_first

SOFTWARE = ("datacell_lib/**/*.py", "requirements.txt", "pyproject.toml")


def fix_inputs(run: Path, *, notebooks: Path = ROOT / NOTEBOOKS) -> Path:
    """Copy everything that is written by hand into a run's folder, to be read from there.

    Parameters
    ----------
    run : Path
        The run's folder, which its processes know by DATACELL_RUN.
    notebooks : Path
        Where the templates are.

    Returns
    -------
    Path
        The copy, laid out as the project is. From now on it is what the run's processes find.

    Raises
    ------
    RunError
        If a file can't be read, or a page is not UTF-8.
    ConfigError
        If the book's configuration is not YAML.

    Notes
    -----
    Hidden files, such as JupyterLab's checkpoints, are left out.
    """
    inputs = run / INPUTS
    folders = {str(kind): find_original(kind) for kind in Written}
    folders |= {NOTEBOOKS: notebooks, PAGES: ROOT / PAGES}
    sources = {Path(name): ROOT / name for name in (CONFIG, CONTENTS, PURPOSES)}
    for place, folder in folders.items():
        sources |= {place / path.relative_to(folder): path for path in _list_files(folder)}
    for name, path in sources.items():
        target = inputs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_read(path))
    read_yaml(inputs / CONFIG, called=CONFIG)
    load_dataset.cache_clear()  # what was read before may have changed since
    return inputs


def _list_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    ]


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if path.suffix == ".md":
            content.decode("utf-8")
    except OSError as error:
        raise RunError(
            f"{show_path(path)} can't be read ({error.strerror}). Mend or remove it and run again."
        ) from error
    except UnicodeDecodeError as error:
        raise RunError(
            f"{show_path(path)} is not UTF-8: {error}. Save it as UTF-8 and run again."
        ) from error
    return content


def digest_software(root: Path = ROOT) -> dict[str, str]:
    """Digest the library's code and what says how it is installed.

    Parameters
    ----------
    root : Path
        The project.

    Returns
    -------
    dict of str to str
        A checksum of each file, by its path in the project.
    """
    paths = {path for pattern in SOFTWARE for path in root.glob(pattern)}
    return {path.relative_to(root).as_posix(): calculate_sha256(path) for path in sorted(paths)}


def refuse_changed_software(before: dict[str, str], *, root: Path = ROOT) -> None:
    """Refuse to publish what two versions of the code may have made.

    Parameters
    ----------
    before : dict of str to str
        What `digest_software` said when the run began.
    root : Path
        The project.

    Raises
    ------
    RunError
        If a file has changed, come or gone since.
    """
    changed = sorted({name for name, _ in before.items() ^ digest_software(root).items()})
    if changed:
        raise RunError(
            f"{name_first(changed)} changed while the report was being made, so its pages may be "
            "made by two versions of the code. The last report stands as it was; run again."
        )
