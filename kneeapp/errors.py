"""The errors a person may read: each message says what happened and what to do."""


class KneeAppError(Exception):
    """Something the app could not do, told in words for the person who asked."""


class ContentError(KneeAppError):
    """A content file (questions, routines, poses) cannot be used."""


class StoreError(KneeAppError):
    """The database could not be opened, read or written."""


class NotAllowed(KneeAppError):
    """Somebody asked for a record that is not theirs to see."""


class NotFound(KneeAppError):
    """What was asked for is not in the record."""


class BadInput(KneeAppError):
    """An answer lies outside what the question allows."""
