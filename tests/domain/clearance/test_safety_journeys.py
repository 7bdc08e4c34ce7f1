"""Whole journeys through the safety questions, sessions, stops, ratings, checks and days.

KNEEAPP_JOURNEYS=thorough walks many more of them, as each night; KNEEAPP_JOURNEYS=search is for
docs/safety/mutations.md. The steps are counted and printed.
"""

import os
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from statistics import median, pvariance
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as walk

from kneeapp import content
from kneeapp.domain.clearance.person_status import SafetyRecord, person_standing
from kneeapp.domain.evidence.lasting_rise import morning_rises
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.stop_findings import STOP_SIGNS, STOPPED_TWICE, SessionEnd
from kneeapp.domain.safety.closures import Closure, Family, Part
from kneeapp.domain.safety.findings import Ends, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.screening.answer_findings import INJURY_DAYS
from kneeapp.domain.screening.answers import Screening, ScreeningKind, judge, new_screening
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import SAFETY, ChoiceGroup, NumberGroup, ScaleGroup, Stage
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import arms
from kneeapp.errors import BadInput
from tests.domain.answer_factory import HEALTHY, MORNING, QUESTIONS
from tests.domain.safety_oracle import Oracle, covered

QUICK = settings(
    report_multiple_bugs=False,
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(QUICK, max_examples=400, stateful_step_count=50)
SEARCH = settings(QUICK, max_examples=60, stateful_step_count=30, phases=[Phase.generate])
"""Enough to tell whether a fault made on purpose is found; it does not look for the shortest."""
PROFILE = {"thorough": THOROUGH, "search": SEARCH}.get(
    os.environ.get("KNEEAPP_JOURNEYS", ""), QUICK
)

ROUTINES = content.routines()
RULES = {
    one.id: one
    for one in QUESTIONS.all_rules
    if QUESTIONS.group(one.when[0].group).stage in {*SAFETY, Stage.START}
}
REASONS = (None, None, *STOP_SIGNS)
PROBES = (
    *(Closure(part) for part in Part if part not in {Part.AREA, Part.ROUTINE, Part.EXERCISE}),
    *(Closure(Part.EXERCISE, family) for family in Family),
    *(Closure(Part.ROUTINE, name) for name in ROUTINES),
    *(Closure(Part.AREA, part.area, side) for part in ROUTINES["release"].areas for side in Side),
)
STEPS: Counter[str] = Counter()


def told(rule_):
    """Answers that raise `rule_`, with those to the questions that lead to it."""
    answers = {}
    for condition in rule_.when:
        _answer(answers, condition)
    for condition in rule_.unless:
        answers.setdefault(condition.group, _harmless(QUESTIONS.group(condition.group)))
    order = [group.id for group in QUESTIONS.groups]
    return dict(sorted(answers.items(), key=lambda one: order.index(one[0])))


def _answer(answers, condition):
    group = QUESTIONS.group(condition.group)
    for leading in group.when:
        if not leading.met(answers):
            _answer(answers, leading)
    if condition.met(answers):
        return
    if isinstance(group, NumberGroup | ScaleGroup):
        least, most = condition.at_least, condition.at_most
        answers[group.id] = most if least is None else least
    elif isinstance(group, ChoiceGroup):
        answers[group.id] = condition.words[0]
    else:
        answers[group.id] = [*answers.get(group.id, []), condition.words[0]]


def _harmless(group):
    if group.id in HEALTHY:
        return HEALTHY[group.id]
    if isinstance(group, NumberGroup):
        return group.max
    if isinstance(group, ScaleGroup):
        return 2
    return group.listed[0].id if isinstance(group, ChoiceGroup) else []


class Journey(RuleBasedStateMachine):
    """One person, two tabs, and a clock that may be set back."""

    def __init__(self):
        super().__init__()
        self.now = MORNING
        self.number = 0
        self.screenings: dict[UUID, Screening] = {}
        self.replies: list[Reply] = []
        self.ends: list[SessionEnd] = []
        self.mornings: dict[date, int] = {}
        self.oracle = Oracle()
        self.set_back = False
        self.seen_cases = []
        self.look()

    # ------------------------------------------------------------ the person's app

    def look(self):
        record = SafetyRecord(
            tuple(self.screenings.values()), self.replies, self.ends, RatingHistory(self.mornings)
        )
        self.here = person_standing(QUESTIONS, record, self.now, UTC)
        self.seen_cases = [*self.seen_cases[-3:], *self.here.status.closing_now]

    def fresh(self):
        """A number of its own; no two acts happen at once."""
        self.now += timedelta(seconds=1)
        self.number += 1
        return UUID(int=self.number)

    def begin(self, kind):
        known = self.here.known if kind is not ScreeningKind.FULL else None
        full = [
            screening
            for screening in self.screenings.values()
            if screening.kind is ScreeningKind.FULL
        ]
        screening = new_screening(
            QUESTIONS,
            kind,
            screening_id=self.fresh(),
            started_at=self.now,
            previous=full[-1] if full else None,
            known=known,
        )
        self.screenings[screening.id] = screening
        return screening

    def answer(self, screening, group, value):
        """Answer one question, and tell the oracle what was said or denied by it."""
        self.now += timedelta(seconds=1)
        before = {finding.rule for finding in judge(QUESTIONS, screening.answers, screening.known)}
        try:
            answered = screening.answered(QUESTIONS, group, value, self.now)
        except BadInput:
            return screening
        self.screenings[screening.id] = answered
        rules = {rule.id: rule for rule in QUESTIONS.all_rules}
        ever = {finding.rule for finding in (*answered.findings, *(answered.cautions or ()))}
        self.oracle.answered(screening.id, screening.started_at, group, ever)
        for finding in judge(QUESTIONS, answered.answers, answered.known):
            groups = {condition.group for condition in rules[finding.rule].when}
            if finding.rule in before and group not in groups:
                continue
            key = f"screening:{screening.id}:{finding.rule}"
            self.oracle.say(finding, key, self.now, self.injury_on(answered))
        for saying in self.oracle.sayings:  # the day of an injury may be told after it
            if saying.key.startswith(f"screening:{screening.id}:"):
                saying.injury_on = self.injury_on(answered, saying.at)
        return answered

    def injury_on(self, screening, at=None):
        answers = {**screening.known, **screening.answers}
        days = answers.get(INJURY_DAYS)
        if answers.get("injury") not in {"recent", "not_sure"} or days is None:
            return None
        days = QUESTIONS.group(INJURY_DAYS).unsure.counts_as if days == "not_sure" else days
        return (at or self.now).date() - timedelta(days=int(days))

    # ------------------------------------------------------------ answers

    @rule(
        kind=st.sampled_from([ScreeningKind.FULL, ScreeningKind.SHORT, ScreeningKind.START]),
        which=st.sampled_from(sorted(RULES)),
    )
    def says(self, kind, which):
        """Something is told in a new list."""
        screening = self.begin(kind)
        for group, value in told(RULES[which]).items():
            screening = self.answer(screening, group, value)

    @rule(which=st.sampled_from(sorted(RULES)))
    def says_in_another_tab(self, which):
        """Two lists are begun at once, and the older one goes on after the newer."""
        first, second = self.begin(ScreeningKind.SHORT), self.begin(ScreeningKind.SHORT)
        for group in told(RULES[which]):
            second = self.answer(second, group, _harmless(QUESTIONS.group(group)))
        for group, value in told(RULES[which]).items():
            first = self.answer(first, group, value)

    @rule(kind=st.sampled_from([ScreeningKind.FULL, ScreeningKind.SHORT]))
    def says_none_of_these(self, kind):
        """A list is gone through by somebody who is well today."""
        screening = self.begin(kind)
        only = None if kind is ScreeningKind.FULL else self.here.due
        stages = (Stage.DANGER, Stage.CAUTION)
        while group := next_group(
            QUESTIONS, stages, screening.answers, known=screening.known, only=only
        ):
            screening = self.answer(screening, group.id, _harmless(group))

    @precondition(lambda self: self.screenings)
    @rule(data=st.data())
    def changes_their_mind(self, data):
        """Any list is gone back to, and a question answered otherwise or again."""
        screening = data.draw(st.sampled_from(list(self.screenings.values())[-3:]))
        if not screening.answers:
            return
        group = QUESTIONS.group(data.draw(st.sampled_from(list(screening.answers))))
        words = [option.id for option in group.asked]
        if words and not isinstance(group, ChoiceGroup):
            value = data.draw(st.lists(st.sampled_from(words), max_size=2, unique=True))
        else:
            value = data.draw(st.sampled_from([*words, _harmless(group), "not_sure"]))
        self.answer(screening, group.id, value)

    @precondition(lambda self: self.screenings)
    @rule(data=st.data())
    def says_the_same_again(self, data):
        """A list is gone back to, and a question answered as before."""
        screening = data.draw(st.sampled_from(list(self.screenings.values())[-3:]))
        for group, value in dict(screening.answers).items():
            screening = self.answer(screening, group, value)

    # ------------------------------------------------------------ replies

    def reply(self, case, kind, **different):
        number = self.fresh()
        reply = Reply(
            id=number,
            finding=case.finding.key,
            rule=case.finding.rule,
            kind=kind,
            at=self.now,
            **different,
        )
        self.replies.append(reply)
        return reply

    def a_case(self, data):
        """One that closes something, or that a tab still shows as it was."""
        return data.draw(st.sampled_from(self.seen_cases))

    def check(self, case, days, allows, until):
        latest = self.now + timedelta(hours=14)  # a later day is no day anywhere yet
        seen_on = min(self.now.date() + timedelta(days=days), latest.date())
        reply = self.reply(
            case,
            ReplyKind.CHECKED,
            by=Clinician.DOCTOR,
            seen_on=seen_on,
            allows=allows,
            until=None if until is None else seen_on + timedelta(days=until),
        )
        self.oracle.checked(reply)

    @rule(
        which=st.sampled_from(sorted(RULES)),
        wait=st.sampled_from([timedelta(minutes=3), timedelta(hours=3), timedelta(days=1)]),
        allows=st.sampled_from([Allows.BOTH, *Allows]),
        until=st.sampled_from([None, 0, 3]),
        then=st.sampled_from([timedelta(hours=1), timedelta(days=2), timedelta(days=8)]),
    )
    def says_is_seen_and_lives_on(self, which, wait, allows, until, then):
        """The usual course of one finding."""
        self.says(ScreeningKind.SHORT, which)
        self.passes(wait)
        for case in self.here.status.closing_now:
            if case.finding.rule == which:
                self.check(case, 0, allows, until)
        self.passes(then)

    @rule(which=st.sampled_from(sorted(RULES)), days=st.integers(1, 9), again=st.booleans())
    def says_and_it_goes(self, which, days, again):
        """Something is told, and some days later that it has gone, or is still there."""
        self.says(ScreeningKind.SHORT, which)
        self.passes(timedelta(days=days))
        for case in self.here.status.closing_now:
            if case.finding.rule != which:
                continue
            if again:
                self.oracle.still(self.reply(case, ReplyKind.STILL))
                self.passes(timedelta(days=days))
            self.oracle.gone(self.reply(case, ReplyKind.GONE))

    @precondition(lambda self: self.seen_cases)
    @rule(
        data=st.data(),
        days=st.sampled_from([0, 0, 0, -1, -9]),
        allows=st.sampled_from([Allows.BOTH, *Allows]),
        until=st.sampled_from([None, None, 0, 3, 20]),
    )
    def was_seen(self, data, days, allows, until):
        """A check is entered, also with a day before the answer; one in the future is refused."""
        self.check(self.a_case(data), days, allows, until)

    @precondition(lambda self: self.seen_cases)
    @rule(data=st.data())
    def says_it_has_gone(self, data):
        self.oracle.gone(self.reply(self.a_case(data), ReplyKind.GONE))

    @precondition(lambda self: self.seen_cases)
    @rule(data=st.data())
    def says_it_is_still_there(self, data):
        self.oracle.still(self.reply(self.a_case(data), ReplyKind.STILL))

    @precondition(lambda self: self.seen_cases)
    @rule(data=st.data())
    def tapped_the_wrong_one(self, data):
        self.oracle.correct(self.reply(self.a_case(data), ReplyKind.CORRECTED))

    # ------------------------------------------------------------ sessions and ratings

    @rule(
        reason=st.sampled_from(REASONS),
        training=st.booleans(),
        before=st.integers(0, 10),
        change=st.integers(-3, 4),
    )
    def does_a_session(self, reason, training, before, change):
        """A session is begun where the app offers one, and ends well or for pain."""
        status = self.here.status
        if not (status.programme_open if training else status.routine_open):
            return
        after = min(max(before + change, 0), 10)
        end = SessionEnd(self.fresh(), self.now, reason, training, before, after)
        earlier = [end for end in self.ends if end.training is training and end.at <= self.now]
        if any(end.at == self.now for end in self.ends) or len(earlier) < sum(
            end.training is training for end in self.ends
        ):
            return  # a clock set back: two sessions in a row are told by its times
        self.ends.append(end)
        harm = reason or ("knee_worse" if after - before >= 2 else None)
        if harm is None:
            return
        self.say_sign(STOP_SIGNS[harm], f"stop:{end.session}", self.now)
        last = max(earlier, key=lambda one: one.at, default=None)
        if last is not None:
            rose = (last.after or 0) - (last.before or 0) >= 2
            if (last.reason or ("knee_worse" if rose else None)) == harm:
                self.say_sign(STOPPED_TWICE, f"{STOPPED_TWICE}:{end.session}", self.now)

    @rule(
        reason=st.sampled_from(sorted(STOP_SIGNS)),
        training=st.booleans(),
        days=st.integers(0, 3),
    )
    def is_stopped_again(self, reason, training, days):
        """Stopped, looked at, and stopped for the same once more."""
        self.does_a_session(reason, training, 4, 0)
        self.passes(timedelta(days=days, hours=3))
        for case in self.here.status.closing_now:
            self.check(case, 0, Allows.BOTH, None)
        self.look()
        self.does_a_session(reason, training, 4, 0)

    def say_sign(self, sign, key, at):
        finding = QUESTIONS.directed_signs[sign].finding(key=key, at=at, version="1")
        self.oracle.say(finding, key, at, None)

    @rule(value=st.sampled_from([1, 1, 2, 3, 6, 8]))
    def rates_the_morning(self, value):
        """Each day once, in order."""
        today = self.now.date()
        if self.mornings and max(self.mornings) >= today:
            return
        self.mornings[today] = value
        midnight = datetime.combine(today, time(), UTC)
        if self.is_red(today):
            self.say_sign("red_morning", f"red_morning:{today}", midnight)
        # When a rise is certain is tested by simulation; here, what follows from it.
        if any(rise.at.date() == today for rise in morning_rises(self.mornings)):
            self.say_sign("red_mornings", f"red_mornings:{today}", midnight)

    def is_red(self, day):
        earlier = [morning for morning in self.mornings if morning < day]
        last = max(earlier, default=None)
        return self.is_raised(day) and (
            last is not None and (day - last).days <= 2 and self.is_raised(last)
        )

    def is_raised(self, day):
        week = [value for morning, value in self.mornings.items() if 0 < (day - morning).days <= 7]
        month = [
            value for morning, value in self.mornings.items() if 0 < (day - morning).days <= 28
        ]
        if len(week) < 3:
            return False
        squares = 6 * 1.2**2 + len(month) * pvariance(month)
        least = max(2, 1.75 * (squares / (5 + len(month))) ** 0.5)
        return self.mornings[day] - median(week) >= least

    @rule(days=st.integers(5, 12), high=st.integers(1, 3))
    def has_a_flare(self, days, high):
        """Some usual mornings and then some that are worse."""
        for n in range(days):
            self.rates_the_morning(1 if n < days - high else 7)
            self.passes(timedelta(days=1))

    # ------------------------------------------------------------ time

    @rule(
        span=st.sampled_from(
            [
                timedelta(minutes=1),
                timedelta(minutes=11),
                timedelta(hours=1),
                timedelta(hours=3),
                timedelta(days=1),
                timedelta(days=8),
                timedelta(weeks=13),
            ]
        )
    )
    def passes(self, span):
        self.now += span
        self.look()

    @rule(hours=st.sampled_from([1, 30, 24 * 9]))
    def clock_is_set_back(self, hours):
        self.now -= timedelta(hours=hours)
        self.set_back = True

    # ------------------------------------------------------------ what always holds

    @invariant()
    def all_holds(self):
        self.look()
        self.oracle.forget_mornings(self.now.date())
        STEPS["steps"] += 1
        self.nothing_is_open_that_a_finding_closes()
        self.nothing_lowers_an_urgency_but_a_check_a_correction_or_its_own_end()
        self.nothing_comes_back_without_a_new_answer()
        self.nobody_is_told_that_no_sign_was_seen_while_one_is_open_or_was_lifted_lately()
        self.there_is_a_way_forward()

    def nothing_is_open_that_a_finding_closes(self):
        status = self.here.status
        must = list(self.must_be_closed())
        for probe in PROBES:
            if covered(must, probe):
                assert status.closing(probe), probe
            elif not self.set_back:
                assert not status.closing(probe), probe
        self.nothing_closed_is_offered(status, must)

    def must_be_closed(self):
        """After a clock was set back only what no clock of then can have ended."""
        if not self.set_back:
            yield from self.oracle.closed(self.now)
            return
        for saying in self.oracle.sayings:
            timed = saying.finding.ends in {Ends.ANSWER, Ends.DAY}
            untimed = saying.check is None and not saying.over and not timed
            if untimed and not any(c.rule == saying.finding.rule and c.until for c in self.replies):
                yield from saying.finding.closes

    def nothing_closed_is_offered(self, status: SafetyStatus, must):
        if covered(must, Closure(Part.TEST_MOVE)):
            assert not status.test_move_open
            assert not status.routine_open
        if covered(must, Closure(Part.TRIAL)) or status.red_flags or status.to_ask:
            assert arms(ROUTINES, status) == ()
        for family in Family:
            if covered(must, Closure(Part.EXERCISE, family)):
                assert not status.family_open(family)
        if covered(must, Closure(Part.PROGRAMME)):
            assert not status.programme_open
        for name in ("release", "ankle"):
            for step in self.planned(name, status):
                part = Part.MOVEMENT if step.tool == "body" else Part(step.tool)
                assert not covered(must, Closure(Part.ROUTINE, name))
                assert not covered(must, Closure(part)), step
                assert not covered(must, Closure(Part.AREA, step.area, step.side)), step

    def planned(self, name, status):
        try:
            steps = plan(ROUTINES[name], Choice(routine=name), Side.LEFT, status).steps
        except BadInput:
            return []
        return [step for step in steps if step.area]

    def nothing_lowers_an_urgency_but_a_check_a_correction_or_its_own_end(self):
        if not self.set_back:
            assert self.here.status.urgency is self.oracle.urgency(self.now)

    def nothing_comes_back_without_a_new_answer(self):
        if not self.set_back:
            opened = {case.finding.rule for case in self.here.status.open}
            assert opened == {saying.finding.rule for saying in self.oracle.open(self.now)}

    def nobody_is_told_that_no_sign_was_seen_while_one_is_open_or_was_lifted_lately(self):
        status = self.here.status
        if not self.set_back and not self.oracle.may_say_no_sign(self.now):
            assert not status.no_sign_seen
        if status.open and any(case.closes for case in status.open):
            assert not status.no_sign_seen

    def there_is_a_way_forward(self):
        for case in self.here.status.closing_now:
            finding = case.finding
            by_answer = finding.ends is Ends.ANSWER and finding.group
            by_day = finding.ends is Ends.DAY or case.asked_from is not None
            assert finding.checkable or by_answer or by_day, finding.rule
            if finding.urgency is Urgency.EMERGENCY and case.open:
                assert case.check_from is not None

    def teardown(self):
        """Whatever happened: once a clinician has seen all of it, what they allow is open."""
        times = [reply.at for reply in (*self.replies, *self.found()) if reply.at]
        self.now = max([self.now, *times]) + timedelta(days=1)
        self.look()
        for case in self.checkable():
            check = Reply(
                id=self.fresh(),
                finding=case.finding.key,
                rule=case.finding.rule,
                kind=ReplyKind.CHECKED,
                at=self.now,
                by=Clinician.DOCTOR,
                seen_on=self.now.date(),
                allows=Allows.BOTH,
            )
            self.replies.append(check)
        self.look()
        assert not self.checkable()

    def checkable(self):
        return [case for case in self.here.status.closing_now if case.finding.checkable]

    def found(self):
        return [case.finding for case in self.here.status.cases]


def test_nothing_unsafe_is_ever_offered_and_nobody_is_left_without_a_way(capsys):
    STEPS.clear()
    walk(Journey, settings=PROFILE)
    with capsys.disabled():
        print(  # noqa: T201  how far it walked
            f"\njourneys: {STEPS['steps']} steps looked at"
        )


@pytest.mark.parametrize("which", RULES)
def test_every_rule_is_raised_in_a_journey_and_closes_what_it_names(which):
    screening = Screening(UUID(int=1), MORNING, ScreeningKind.FULL, QUESTIONS.version)
    for group, value in told(RULES[which]).items():
        screening = screening.answered(QUESTIONS, group, value, MORNING)
    here = person_standing(QUESTIONS, SafetyRecord((screening,)), MORNING, UTC)
    (case,) = (case for case in here.status.open if case.finding.rule == which)
    assert case.closes == RULES[which].closes
