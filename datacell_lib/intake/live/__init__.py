"""Publishers' live interfaces: what comes out is whole, or an error says why not.

Here belongs a module for each interface, with what is peculiar to it, such as silent truncation.
Where a file is kept and whether it may be used does not.
Look first at `dispatch`, which knows which module speaks to which interface.
"""

from datacell_lib.intake.live.dispatch import download_through_interface
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request

__all__ = [
    "Client",
    "Request",
    "download_through_interface",
]
