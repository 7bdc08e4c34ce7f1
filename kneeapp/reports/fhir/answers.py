"""A screening as a QuestionnaireResponse: what was answered, and what the rules made of it."""

import json
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import NONE_OF_THESE, ActivitiesGroup, Group, SelfTestGroup
from kneeapp.reports.fhir.codes import Part, moment


def response(screening: Screening, who: Part, zone: tzinfo, asked: Questionnaire) -> Part:
    """All of one screening; `asked` gives its questions their words."""
    groups = {group.id: group for group in asked.groups}
    items = [
        _item(identity, groups.get(identity), value)
        for identity, value in screening.answers.items()
    ]
    if screening.kind is ScreeningKind.CHECKED:
        items.append({"linkId": "checked", "text": "The person says a clinician has checked this"})
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(screening.id),
        "questionnaire": f"urn:kneeapp:screening|{screening.rules_version}",
        "status": "completed" if screening.finished_at else "in-progress",
        "subject": who,
        "authored": moment(screening.finished_at or screening.started_at, zone),
        "author": who,
        "source": who,
        "item": [*items, _findings(screening)],
    }


def _item(identity: str, group: Group | None, value: Any) -> Part:
    item: Part = {"linkId": identity, "text": group.title if group else identity}
    if value == SKIPPED:
        return item
    if isinstance(group, ActivitiesGroup):
        pairs = [(str(n), done["name"], done["score"]) for n, done in enumerate(value, 1)]
        return item | _nested(identity, pairs)
    if isinstance(group, SelfTestGroup) and isinstance(value, dict):
        return item | _nested(identity, [(side, side, number) for side, number in value.items()])
    return item | {"answer": list(_answers(group, value))}


def _nested(identity: str, pairs: list[tuple[str, str, float]]) -> Part:
    items = [
        {"linkId": f"{identity}.{link}", "text": words, "answer": [{"valueDecimal": number}]}
        for link, words, number in pairs
    ]
    return {"item": items} if items else {}


def _answers(group: Group | None, value: Any) -> Iterator[Part]:
    words = {option.id: option.text for option in group.listed} if group else {}
    if isinstance(value, list) and all(isinstance(option, str) for option in value):
        for option in value or [NONE_OF_THESE]:
            yield {"valueString": words.get(option, option)}
    elif isinstance(value, str):
        yield {"valueString": words.get(value, value)}
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield {"valueDecimal": value}
    else:  # of a question that this version of the content has no more
        yield {"valueString": json.dumps(value, ensure_ascii=False)}


def _findings(screening: Screening) -> Part:
    findings = [f"{flag.urgency.label}: {flag.reason}" for flag in screening.findings]
    return {
        "linkId": "findings",
        "text": f"Red flags by rules {screening.rules_version}",
        "answer": [{"valueString": text} for text in findings or [screening.urgency.label]],
    }
