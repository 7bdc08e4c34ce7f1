"""`kneeapp rules`: what today's rules make of what was answered before."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import click

from kneeapp import content
from kneeapp.cli.database_commands import opened_copy
from kneeapp.cli.record_commands import named
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.rule_replay import Counts, Replayed, RuleChange, replayed
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.settings import settings
from kneeapp.store.access.record import Record
from kneeapp.store.record import screenings
from kneeapp.store.transfer.all_data import all_people


@click.group()
def rules() -> None:
    """Judge by today's rules what was answered before."""


@rules.command()
@click.option("--person", metavar="ID", help="Only this person's, by name or id.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
def replay(*, person: str | None, as_json: bool) -> None:
    """Judge every stored screening and short list again, and say what would be told otherwise.

    Nothing is changed, and no answer is shown: people and screenings stand there by their ids.
    """
    questions = content.questionnaire(settings().content)
    render = _render_json if as_json else _render_words
    render(questions.version, _replayed(questions, person))


def _replayed(questions: Questionnaire, person: str | None) -> Iterator[tuple[UUID, Replayed]]:
    """Whose it is, and each screening; one person's record is in memory at a time."""
    with opened_copy() as store:
        for owner in [named(store, person)] if person else all_people(store):
            record = Record(store, owner, Principal(owner))
            for replay in replayed(questions, screenings.screenings(record)):
                yield owner, replay


def _render_words(version: str, replays: Iterable[tuple[UUID, Replayed]]) -> None:
    counts = Counts()
    for person, replay in replays:
        counts.add(replay)
        for line in _changed(replay):
            click.echo(f"{person} {line}")
    for rule, changes in counts.by_rule.items():
        numbers = (f"{number} {change}" for change in RuleChange if (number := changes[change]))
        click.echo(f"{rule}: {', '.join(numbers)}")
    many = ", ".join(f"{counts.screenings[change]} {change}" for change in RuleChange)
    total = counts.screenings.total()
    click.echo(f"{total} screenings and lists by rules {version}: {many}. Nothing was changed.")


def _render_json(version: str, replays: Iterable[tuple[UUID, Replayed]]) -> None:
    counts, entries = Counts(), []
    for person, replay in replays:
        counts.add(replay)
        entries.append({"person": str(person), **_entry(replay)})
    replayed_rules = {
        "rules_version": version,
        "counts": counts.screenings,
        "by_rule": counts.by_rule,
        "screenings": entries,
    }
    click.echo(json.dumps(replayed_rules, indent=2))


def _changed(replay: Replayed) -> Iterator[str]:
    """What the rules say otherwise of one screening; nothing where all is the same."""
    changed = [
        f"{rule} {change}"
        for rule, change in replay.by_rule.items()
        if change is not RuleChange.SAME
    ]
    if changed or replay.not_judged:
        left = f"; not judged: {', '.join(replay.not_judged)}" if replay.not_judged else ""
        changes = ", ".join(changed) or "no rule tells it otherwise"
        yield f"{replay.screening.id} {replay.screening.started_at:%Y-%m-%d}: {changes}{left}"


def _entry(replay: Replayed) -> dict[str, Any]:
    return {
        "screening": str(replay.screening.id),
        "started_at": replay.screening.started_at.isoformat(),
        "kind": replay.screening.kind,
        "rules_version": replay.screening.rules_version,
        "change": replay.change,
        "by_rule": replay.by_rule,
        "not_judged": replay.not_judged,
    }
