"""The codes and small parts that FHIR resources are made of; docs/fhir.md says how sure each is."""

from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.sides import Side

Part = dict[str, Any]
"""A resource or an element of one, as FHIR's JSON has it."""

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
ENTRY = "urn:kneeapp:entry"
"""The system of our identifiers. Their values are plain: a server that puts its own address in
place of each `urn:uuid:` of a bundle, as Medplum does, would put it into them as well."""

PAIN = "72514-3"
"""LOINC: pain severity, 0-10 verbal numeric rating, reported. The number is sent, never one of
its answer codes (LA6113-0 stands for "2 or more")."""

_KNEES = {Side.LEFT: "82169009", Side.RIGHT: "6757004"}
_HIPS = {Side.LEFT: "287679003", Side.RIGHT: "287579007"}
_PLACES = {Area.GLUTEUS_MEDIUS: "78333006", Area.LOW_BACK: "122496007"}
"""SNOMED CT places; where none was verified, the words alone say it (iliotibial band)."""


def concept(text: str, *codings: tuple[str, str]) -> Part:
    """A CodeableConcept: words, and pairs of system and code that say the same."""
    coded = [{"system": system, "code": code} for system, code in codings]
    return {"coding": coded, "text": text} if coded else {"text": text}


def pain(text: str) -> Part:
    """What a 0-10 pain rating is of, in the words of its question."""
    return concept(text, (LOINC, PAIN))


def knee(side: Side) -> Part:
    return concept(f"{side.value.capitalize()} knee", (SNOMED, _KNEES[side]))


def place(area: Area, side: Side) -> Part:
    """Where a step worked; a muscle's code is without its side, which the words add."""
    words = f"{area.label}, {side.value}"
    if area is Area.HIP_JOINT:
        return concept(words, (SNOMED, _HIPS[side]))
    return concept(words, (SNOMED, _PLACES[area])) if area in _PLACES else concept(words)


def reference(identity: UUID | str) -> Part:
    """A reference to another resource of the same bundle."""
    return {"reference": urn(identity)}


def urn(identity: UUID | str) -> str:
    return f"urn:uuid:{identity}"


def moment(when: datetime, zone: tzinfo) -> str:
    """A FHIR dateTime with the person's offset."""
    return when.astimezone(zone).isoformat(timespec="seconds")


def day(when: date) -> str:
    """A FHIR dateTime that is sure to the day."""
    return when.isoformat()


def period(start: datetime, end: datetime | None, zone: tzinfo) -> Part:
    """A FHIR Period; without `end` it goes on, or nobody knows when it ended."""
    return {"start": moment(start, zone)} | ({"end": moment(end, zone)} if end else {})


def resource(kind: str, identity: UUID, **elements: object) -> Part:
    """A resource of these elements; those that are None or empty are left out, as FHIR wants."""
    filled = {name: value for name, value in elements.items() if value not in (None, [], {})}
    return {"resourceType": kind, "id": str(identity), **filled}
