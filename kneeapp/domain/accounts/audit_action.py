"""Audit actions: the kinds of entry in the audit log."""

from enum import StrEnum


class AuditAction(StrEnum):
    """The action of an audit entry; the values are stored and shown."""

    ADDED = "account added"
    JOINED = "account joined"
    WITHDRAWN = "invitation withdrawn"
    CODE_ISSUED = "code issued"
    CODE_REFUSED = "code refused"
    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    PASSWORD_CHANGED = "password changed"  # noqa: S105  an action, no password
    SECOND_FACTOR_SET = "second factor set"
    UNLOCKED = "unlocked"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ROLE_CHANGED = "role changed"
    REFUSED = "access refused"
    CARE_ASKED = "asked to see the record"
    CARE_ACCEPTED = "let in to see the record"
    CARE_HANDED_OVER = "handed over the care"
    CARE_ENDED = "ended seeing the record"
    CASELOAD_VIEWED = "caseload viewed"
    RECORD_VIEWED = "record viewed"
    FINDING_CHECKED = "finding checked"
    SHARE_MADE = "share made"
    SHARE_REVOKED = "share revoked"
    SHARE_OPENED = "share opened"
    EXPORTED = "record exported"
    DELETION_ASKED = "deletion asked for"
    DELETION_TAKEN_BACK = "deletion asked for no longer"
    DELETED = "record deleted"
    AUDIT_EXPORTED = "audit exported"
