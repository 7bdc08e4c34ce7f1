"""Whose injury, as the person said, a clinician has examined."""

import pytest

from kneeapp.domain.safety.findings import About, Urgency
from kneeapp.domain.screening.answer_findings import INJURY_SEEN, said_seen
from tests.domain.finding_factory import DAY, NOON, a_finding, folded

TODAY = NOON.date()
INJURY = a_finding("twisted", about=About.INJURY, injury_on=TODAY)
SEEN = a_finding(INJURY_SEEN, about=About.INJURY, injury_on=TODAY)


def is_seen(finding, *others):
    status = folded(finding, *others)
    (case,) = (one for one in status.cases if one.finding.rule == finding.rule)
    return said_seen(status, case)


def test_an_injury_was_examined_where_the_person_says_so_of_that_very_injury():
    assert is_seen(INJURY, SEEN)
    assert not is_seen(INJURY)
    assert not is_seen(INJURY, SEEN.model_copy(update={"injury_on": TODAY - DAY}))


@pytest.mark.parametrize(
    "other",
    [
        INJURY.model_copy(update={"about": About.NOW}),
        INJURY.model_copy(update={"urgency": Urgency.EMERGENCY}),
    ],
)
def test_nothing_else_is_taken_for_examined(other):
    assert not is_seen(other, SEEN)
    assert not is_seen(SEEN)
