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
    tell = _render_json if as_json else _render_words
    tell(questions.version, _replayed(questions, person))


def _replayed(questions: Questionnaire, person: str | None) -> Iterator[tuple[UUID, Replayed]]:
    """Whose it is, and each screening; one person's record is in memory at a time."""
    with opened_copy() as store:
        for one in [named(store, person)] if person else all_people(store):
            record = Record(store, one, Principal(one))
            for each in replayed(questions, screenings.screenings(record)):
                yield one, each


def _render_words(version: str, lived: Iterable[tuple[UUID, Replayed]]) -> None:
    counts = Counts()
    for person, one in lived:
        counts.add(one)
        for line in _otherwise(one):
            click.echo(f"{person} {line}")
    for rule, changes in counts.by_rule.items():
        told = ", ".join(f"{changes[one]} {one}" for one in RuleChange if changes[one])
        click.echo(f"{rule}: {told}")
    many = ", ".join(f"{counts.screenings[one]} {one}" for one in RuleChange)
    total = counts.screenings.total()
    click.echo(f"{total} screenings and lists by rules {version}: {many}. Nothing was changed.")


def _render_json(version: str, lived: Iterable[tuple[UUID, Replayed]]) -> None:
    counts, entries = Counts(), []
    for person, one in lived:
        counts.add(one)
        entries.append({"person": str(person), **_entry(one)})
    told = {
        "rules_version": version,
        "counts": counts.screenings,
        "by_rule": counts.by_rule,
        "screenings": entries,
    }
    click.echo(json.dumps(told, indent=2))


def _otherwise(one: Replayed) -> Iterator[str]:
    """What is told otherwise of one screening; nothing where all is the same."""
    changed = [
        f"{rule} {change}" for rule, change in one.by_rule.items() if change is not RuleChange.SAME
    ]
    if changed or one.not_judged:
        left = f"; not judged: {', '.join(one.not_judged)}" if one.not_judged else ""
        told = ", ".join(changed) or "no rule tells it otherwise"
        yield f"{one.screening.id} {one.screening.started_at:%Y-%m-%d}: {told}{left}"


def _entry(one: Replayed) -> dict[str, Any]:
    return {
        "screening": str(one.screening.id),
        "started_at": one.screening.started_at.isoformat(),
        "kind": one.screening.kind,
        "rules_version": one.screening.rules_version,
        "change": one.change,
        "by_rule": one.by_rule,
        "not_judged": one.not_judged,
    }
