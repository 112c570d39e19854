"""Every error a user can meet: a sentence that says what is wrong and what to do next."""


class CarrelError(Exception):
    """Something the user can mend; its text is shown as it is."""


class NotFound(CarrelError):
    """No paper, step or file answers to the name that was given."""


class Ambiguous(CarrelError):
    """A name fits more than one paper."""


class BadValue(CarrelError):
    """A value that cannot be: a rating of 9, a key with a space."""


class KeyTaken(CarrelError):
    """Another paper already has this citation key, or had it before."""


class Conflict(CarrelError):
    """Two changes touched the same part, and neither may be thrown away."""


class NothingToUndo(CarrelError):
    """The history holds no further step in the direction that was asked for."""


class LibraryError(CarrelError):
    """The library's files could not be used as they should."""


class LibraryMissing(LibraryError):
    """There is no library in that folder, and none may be made."""


class LibraryReadOnly(LibraryError):
    """The library can be read but not written."""


class LibraryTooNew(LibraryError):
    """A newer Carrel wrote this library; this one must not write to it."""


class LibraryDamaged(LibraryError):
    """Part of the library cannot be read; it was set aside and nothing was deleted."""


class DiskFull(LibraryError):
    """There was no room for a change; the library is as it was before."""


class LibraryBusy(LibraryError):
    """Another program held the library's lock for too long."""
