"""What a paper is: frozen values, and how they are read from and written for people."""

from papers.change import Change
from papers.clock import timestamp
from papers.dates import PartialDate
from papers.errors import (
    Ambiguous,
    BadValue,
    CarrelError,
    Conflict,
    DiskFull,
    KeyTaken,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryReadOnly,
    LibraryTooNew,
    NotFound,
    NothingToUndo,
)
from papers.fields import Bare, Fields
from papers.names import Author
from papers.paper import Annotation, Attachment, Paper, Source, Status, Version
from papers.uids import int_to_uid, new_uid, new_uids, uid_to_int

__all__ = [
    "Ambiguous",
    "Annotation",
    "Attachment",
    "Author",
    "BadValue",
    "Bare",
    "CarrelError",
    "Change",
    "Conflict",
    "DiskFull",
    "Fields",
    "KeyTaken",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryMissing",
    "LibraryReadOnly",
    "LibraryTooNew",
    "NotFound",
    "NothingToUndo",
    "Paper",
    "PartialDate",
    "Source",
    "Status",
    "Version",
    "int_to_uid",
    "new_uid",
    "new_uids",
    "timestamp",
    "uid_to_int",
]
