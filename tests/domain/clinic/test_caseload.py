from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kneeapp.domain.clinic.alerts import Alert, AlertEvidence, AlertKind, Handling
from kneeapp.domain.clinic.caseload import (
    CaseloadEntry,
    CaseloadRatings,
    EnteredCase,
    Show,
    Sort,
    counts,
    matching,
)

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


def case(name: str, *before: int, **different) -> CaseloadEntry:
    rated = tuple(
        CaseloadRatings(NOW - timedelta(days=len(before) - n), value, max(0, value - 1))
        for n, value in enumerate(before)
    )
    person = UUID(int=sum(map(ord, name)))
    return replace(CaseloadEntry(person, name, NOW, weekly_target=4, rated=rated), **different)


def alert(kind: AlertKind = AlertKind.SILENT) -> Alert:
    return Alert(kind, NOW)


def taken(kind: AlertKind) -> Handling:
    return Handling(UUID(int=9), kind, NOW, "Dr Vogt", taken_at=NOW, taken_by="Dr Vogt")


def names(cases, **asked) -> list[str]:
    return [case.name for case in matching(cases, **asked)]


EASED = case("Ada", 6, 6, 6, 3, 3, 3)
WORSE = case("Ben", 3, 3, 3, 5, 5, 5)
STEADY = case("Cleo", 4, 4, 4, 4, 3, 4)
FEW = case("Dov", 8, 1)
SILENT = case("Éva-Lou Ng", alerts=(alert(),))
ALL = (FEW, SILENT, STEADY, WORSE, EASED)


def test_levels_are_those_of_the_first_and_the_last_sessions() -> None:
    assert EASED.levels == (6, 3)
    assert FEW.levels is None


def test_better_is_two_points_and_thirty_percent_less() -> None:
    assert EASED.better
    assert case("x", 9, 9, 9, 6, 7, 6).better is False, "29 % of 9"
    assert case("x", 4, 4, 4, 3, 3, 3).better is False, "one point"


def test_worse_is_two_points_more() -> None:
    assert WORSE.worse
    assert not STEADY.worse
    assert not FEW.worse


def test_relief_uses_only_sessions_that_were_rated_again() -> None:
    some = replace(
        STEADY,
        rated=(
            CaseloadRatings(NOW, 5, 3),
            CaseloadRatings(NOW, 4, None),
            CaseloadRatings(NOW, 4, 5),
        ),
    )
    assert some.reliefs == (2, -1)


def test_each_filter_shows_the_people_it_counts() -> None:
    assert counts(ALL) == {
        Show.ALL: 5,
        Show.ALERTS: 1,
        Show.WORSE: 1,
        Show.BETTER: 1,
        Show.SILENT: 1,
    }
    for show, many in counts(ALL).items():
        assert len(matching(ALL, show=show)) == many


@pytest.mark.parametrize("search", ["eva", "ng", "ÉVA n", "lou", "  Eva-"])
def test_a_name_is_found_by_the_beginnings_of_its_words(search: str) -> None:
    assert names(ALL, search=search) == ["Éva-Lou Ng"]


def test_a_name_is_not_found_by_its_middle_or_by_a_pattern() -> None:
    assert names(ALL, search="va") == []
    assert names(ALL, search="%") == []


def test_alerts_nobody_has_taken_come_first_and_the_gravest_of_them() -> None:
    flagged = case("Zoe", alerts=(alert(AlertKind.RED_FLAG),))
    dealt_with = replace(flagged, name="Yan", handled=(taken(AlertKind.RED_FLAG),))
    assert names((STEADY, dealt_with, SILENT, flagged)) == ["Zoe", "Éva-Lou Ng", "Yan", "Cleo"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort.NAME, "Ada"),
        (Sort.CHANGE, "Ben"),
        (Sort.ALERTS, "Éva-Lou Ng"),
    ],
)
def test_a_caseload_is_sorted(sort: Sort, first: str) -> None:
    assert names(ALL, sort=sort)[0] == first


def test_people_longest_away_and_with_fewest_sessions_come_first() -> None:
    recent = replace(EASED, last_session=NOW, this_week=4, phase="b")
    older = replace(WORSE, last_session=NOW - timedelta(days=9), this_week=1, phase="a")
    never = replace(STEADY, this_week=2, phase="c")
    cases = (recent, older, never)
    assert names(cases, sort=Sort.LAST_SESSION) == ["Cleo", "Ben", "Ada"]
    assert names(cases, sort=Sort.THIS_WEEK) == ["Ben", "Cleo", "Ada"]
    assert names(cases, sort=Sort.PHASE) == ["Ben", "Ada", "Cleo"]


def test_the_least_relief_comes_first() -> None:
    none = replace(EASED, name="None", rated=(CaseloadRatings(NOW, 5, 5),))
    assert names((EASED, none), sort=Sort.RELIEF) == ["None", "Ada"]


def test_an_alert_is_waiting_until_somebody_takes_it() -> None:
    assert SILENT.waiting == SILENT.alerts
    seen = replace(taken(AlertKind.SILENT), taken_at=None, taken_by=None)
    assert replace(SILENT, handled=(seen,)).waiting == SILENT.alerts
    assert replace(SILENT, handled=(taken(AlertKind.SILENT),)).waiting == ()
    closed = replace(taken(AlertKind.SILENT), closed_at=NOW)
    assert replace(SILENT, handled=(closed,)).waiting == SILENT.alerts


def test_alerts_are_raised_as_time_goes() -> None:
    entered = EnteredCase(case("anna"), AlertEvidence(NOW), UTC)
    assert entered.at(NOW).alerts == ()
    [alert] = entered.at(NOW + timedelta(days=14)).alerts
    assert alert.kind is AlertKind.SILENT
