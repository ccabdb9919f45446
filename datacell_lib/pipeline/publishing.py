"""A person approves the report that stands: its pages say so, and readers open these."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from datacell_lib.config import Edition, show_path
from datacell_lib.files.area import Area, load_area
from datacell_lib.files.contact import Contact
from datacell_lib.pipeline.approval import (
    RECORD,
    Approval,
    digest_files,
    digest_list,
    digest_tree,
    read_approval,
)
from datacell_lib.pipeline.kept_figures import keep_figures
from datacell_lib.pipeline.workspace import (
    Workspace,
    empty_folder,
    find_workspace,
    lock_workspace,
    name_shown_build,
    recover_shown,
    show_pages,
)
from datacell_lib.presentation.downloads.picture_status import (
    STATUS,
    read_picture,
    stamp_picture,
)
from datacell_lib.presentation.page_status import PENDING, list_status_forms
from datacell_lib.presentation.run_files import FOLDER
from datacell_lib.presentation.who_answers import write_contact
from datacell_lib.schema import ConfigError, ParameterError, RunError
from datacell_lib.uk_days import UK
from datacell_lib.whole_files import write_whole

REGISTER = "approvals.jsonl"
BEFORE = list_status_forms(PENDING)
NEVER_TWICE = "citation"  # on the pages that say how they are cited; the others are on every page


def publish_report(
    area_name: str,
    *,
    approved_by: str,
    role: str,
    edition: str = Edition.OPEN.value,
    now: datetime | None = None,
) -> Approval:
    """Publish the report of an area that stands, as somebody named approves it.

    Parameters
    ----------
    area_name : str
        The area.
    approved_by, role : str
        Who approves, and what makes it theirs to approve.
    edition : str
        Which edition of the report.
    now : datetime, optional
        The moment of the approval, with its time zone; the present one unless told.

    Returns
    -------
    Approval
        What was recorded.

    Raises
    ------
    DatacellError
        If there is no whole report, the area file names nobody to answer for it, somebody has
        approved it already, it changes meanwhile, or a page would go on saying that it is pending
        or names somebody else. What stood before stands then.

    Notes
    -----
    The approval is added to the register first, and the pages are shown last. Who is stopped
    between the two has approved, as the register says, and publishes by approving again.
    """
    if edition != Edition.OPEN.value:
        raise ParameterError(
            f"only the {Edition.OPEN.value} edition can be published; found {edition!r}. An "
            "edition for partners needs more than one person's word, which this can't record."
        )
    area = load_area(area_name)
    contact = _find_contact(area)
    workspace = find_workspace(area, edition=Edition.OPEN)
    preview = find_workspace(area, edition=Edition.OPEN, preview=True)
    with lock_workspace(workspace):
        recover_shown(workspace)
        _refuse_unready(workspace, preview, area_name)
        standing = workspace.shown.resolve()
        digest = digest_tree(standing)
        pages = empty_folder(workspace.folder / "approved") / "html"
        shutil.copytree(standing, pages)
        approval = _sign(
            approved_by=approved_by,
            role=role,
            approved_at=(now or datetime.now(ZoneInfo(UK))).astimezone(ZoneInfo(UK)),
            area=area.name,
            edition=edition,
            build=name_shown_build(workspace),
            sha256_approved=digest,
        )
        if digest_tree(pages) != digest or digest_tree(standing) != digest:
            raise RunError(
                f"The report in {show_path(workspace.folder)} changed while it was copied. Let "
                "whatever writes there end, read the report again, and approve it then."
            )
        _write_words(pages, approval, contact)
        _stamp_pictures(pages / FOLDER, approval)
        files = digest_files(pages)
        approval = approval.model_copy(update={"sha256_published": digest_list(files)})
        record = approval.model_copy(update={"files": files})
        (pages / RECORD).write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
        _register(approval, workspace.folder / REGISTER)
        show_pages(pages, workspace=workspace)
        kept = {"area": area.name, "day": approval.approved_at.date(), "approved": True}
        keep_figures(workspace.shown, workspace=workspace, **kept)
        shutil.rmtree(pages.parent)
    return approval


def _find_contact(area: Area) -> Contact:
    if area.contact is None:
        raise ConfigError(
            f"nobody is named to answer for the report of {area.name}, so it can't be published: "
            f"data/areas/{area.name}.yml has no key 'contact'. Write under it 'owner', 'role', "
            "'challenge' and 'email' or 'page', make the report again, and read it."
        )
    return area.contact


def _refuse_unready(workspace: Workspace, preview: Workspace, area_name: str) -> None:
    """Refuse where there is no whole report that waits for somebody to approve it."""
    make = f"Make it with python datacell.py report {area_name}, and read it."
    if not workspace.shown.is_dir():
        if preview.shown.is_dir():
            raise RunError(
                f"There is only a preview of {area_name}, of a few districts; a whole report is "
                f"approved or none. {make}"
            )
        raise RunError(f"There is no report in {show_path(workspace.shown)} to approve. {make}")
    if (earlier := read_approval(workspace.shown)) is not None:
        raise RunError(
            f"This report is published already. {earlier.describe()} A new report of "
            f"{area_name} is pending again."
        )


def _sign(**facts: object) -> Approval:
    try:
        return Approval.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        option = f"--{first['loc'][0]}".replace("_", "-")
        reason = first["msg"].removeprefix("Value error, ")
        raise ParameterError(
            f"{option} {reason}. Write it as readers shall read it, on one line."
        ) from error


def _write_words(folder: Path, approval: Approval, contact: Contact) -> None:
    """Replace the pending notice of every page, and refuse a page that would keep it."""
    after = list_status_forms(approval.describe())
    changed = 0
    for path in sorted(folder.rglob("*.html")):
        page = path.read_bytes()
        notices = {form: page.count(text.encode()) for form, text in BEFORE.items()}
        if not any(notices.values()) and PENDING.encode() not in page:
            continue
        name = path.relative_to(folder).as_posix()
        _refuse_strange_notices(name, notices)
        _require_contact(name, page.count(write_contact(contact).encode()), area=approval.area)
        for form, text in BEFORE.items():
            page = page.replace(text.encode(), after[form].encode())
        path.write_bytes(page)
        changed += 1
    if not changed:
        raise RunError(
            "No page says that it is pending, so this is no report that can be approved. Make "
            "the report again."
        )


def _require_contact(name: str, number: int, *, area: str) -> None:
    """Refuse a page that does not say once who answers for the report."""
    again = (
        f"So nothing is published. Make it again, python datacell.py report {area}, and read it."
    )
    if number == 0:
        raise RunError(
            f"The report was made before 'contact' in data/areas/{area}.yml was what it is now: "
            f"its pages, such as {name}, don't say that this person answers for it. {again}"
        )
    if number > 1:
        raise RunError(f"{name} says {number} times who answers for the report, not once. {again}")


def _stamp_pictures(folder: Path, approval: Approval) -> None:
    """Write the approval into the strip of each picture to share, over what is there."""
    for path in sorted(folder.rglob("*.png")):
        content = path.read_bytes()
        if (said := read_picture(content).get(STATUS)) != PENDING:
            raise RunError(
                f"{path.name} says {said!r} where it should say that it is pending, so nothing is "
                "published. Make the report again."
            )
        path.write_bytes(stamp_picture(content, status=approval.describe()))


def _refuse_strange_notices(name: str, notices: dict[str, int]) -> None:
    """Refuse a page that does not say once in each place that it is pending."""
    for form, number in notices.items():
        if number != 1 and not (form == NEVER_TWICE and number == 0):
            raise RunError(
                f"{name} says {number} times, where approvals are written (for the {form}), that "
                "it is pending; once is expected. It would stay pending, so nothing is published. "
                "Make the report again."
            )


def _register(approval: Approval, path: Path) -> None:
    """Add a line to the register, which is replaced whole."""
    before = path.read_bytes() if path.is_file() else b""
    with write_whole(path) as part:
        part.write_bytes(before + approval.model_dump_json(exclude={"files"}).encode() + b"\n")
