"""The errors a person may read: each message says what happened and what to do."""


class KneeAppError(Exception):
    """An error with a message for the person who uses the app."""


class ContentError(KneeAppError):
    """A content file (questions, routines, poses) cannot be used."""


class StoreError(KneeAppError):
    """The database could not be opened, read or written."""


class DatabaseRefused(StoreError):
    """A database server answers, but not to this user, password or name: waiting does not help."""


class NotAllowed(KneeAppError):
    """The principal has no access to the requested record or page."""


class NotFound(KneeAppError):
    """The requested entry is not in the record."""


class BadInput(KneeAppError):
    """An input is outside of what is allowed."""
