"""Bring in a diary of another app: what its columns hold, a preview, and undo."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.diary import columns as guess
from kneeapp.domain.diary.columns import Columns
from kneeapp.domain.diary.days import DayOrder, day_of, possible_orders, told_apart_by
from kneeapp.domain.diary.reading import DiaryChoice, DiaryContent, LeftOut, Why, read_diary
from kneeapp.domain.diary.scores import (
    MOST_WORDS,
    SCALES,
    Scale,
    ScoreReader,
    likely_points,
    likely_scale,
    number_of,
    scale_words,
)
from kneeapp.domain.diary.table import DiaryTable, table_of
from kneeapp.domain.formats import counted, long_date, short_date
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.origin import Origin
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput
from kneeapp.store.transfer import import_diary
from kneeapp.ui.load.load_import import holds_loads, offer_loads
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small, table
from kneeapp.ui.widgets.choice_bar import choice_bar

_SHOWN, _EXAMPLES, _LONGEST = 5, 3, 60
"""Days of the preview, examples of what is left out, characters of one of them."""

_NONE = -1
"""The place of a column that there is not."""


_LOADS, _PAIN = "Steps and other loads", "Pain scores and notes"


def bring_in(context: RecordContext) -> None:
    """The form for a file, its preview, and the imports so far, each with a button to undo it."""
    st.header("Bring in a diary from another app")
    small(
        "A CSV file that another app gave you, with a day in each row and a pain score, or steps "
        "and other loads. A day's score becomes its rating of the last 24 hours, notes become "
        "marked days. Nothing is added before you have seen it, and you can undo it at any time."
    )
    file = st.file_uploader("The CSV file of your diary", type=["csv", "tsv", "txt"])
    if file:
        try:
            _offer_either(context, table_of(file.getvalue()))
        except BadInput as error:  # shown here, so that the rest of the page is still drawn
            st.error(str(error))
    for done in import_diary.imports(context.record):
        _render_import(context, done)


def _offer_either(context: RecordContext, diary: DiaryTable) -> None:
    """A file with steps in it may hold loads, pain scores, or both: the person says which."""
    both = [_LOADS, _PAIN]
    if not holds_loads(diary):
        _offer(context, diary)
    elif choice_bar("Take from this file", both, _LOADS, key=f"diary of {diary.file}") == _LOADS:
        offer_loads(context, diary)
    else:
        _offer(context, diary)


def _offer(context: RecordContext, diary: DiaryTable) -> None:
    """What the columns hold, and the preview once that is clear."""
    chosen = _choose(context, diary)
    if chosen is None:
        return
    content = read_diary(diary, chosen, context.now, context.zone)
    new = import_diary.new_in(context.record, content, context.zone)
    _render_preview(content, new)
    something = bool(new.ratings or new.notes)
    if something and st.button("Add them to my record", type="primary", width="stretch"):
        origin = Origin(uuid7(), context.now, diary.file)
        import_diary.keep(context.record, content, origin, context.zone)
        st.toast("The diary is added.")
        st.rerun()


def _choose(context: RecordContext, diary: DiaryTable) -> DiaryChoice | None:
    """What the person says of the file; None while something is still to be said."""
    likely = guess.guessed(diary, context.preferences.knee)
    if likely is None:
        raise BadInput(
            "No column of this file has days in it that can be read, such as 2026-03-02 or 2 March "
            "2026. Choose another file."
        )
    columns = _columns_form(diary, likely)
    order = _order_input(context, diary, columns)
    topics = _topics_input(diary, columns)
    scores = _scores_form(diary, columns, topics)
    knee = _knee_input(context, diary, columns)
    if order is None or scores is None:
        st.info("Answer what is still open, and you will see what is added.")
        return None
    return DiaryChoice(columns, order, scores, knee, topics)


def _columns_form(diary: DiaryTable, likely: Columns) -> Columns:
    places = range(len(diary.columns))

    def column(label: str, guessed: int | None) -> int | None:
        options = [_NONE, *places]  # None itself would be shown as nothing chosen
        place: int = st.selectbox(
            label,
            options,
            index=options.index(_NONE if guessed is None else guessed),
            format_func=lambda place: "None" if place == _NONE else diary.columns[place],
            key=f"diary {label} {diary.file}",
        )
        return None if place == _NONE else place

    st.write("**What the columns hold.** These are guesses. Change what is wrong.")
    day = column("Day", likely.day)
    score = column("Pain score", likely.score)
    about = column("What a row is about", likely.about)
    side = column("Left or right", likely.side)
    day = likely.day if day is None else day
    taken = {day, score, about, side}
    free = [place for place in places if place not in taken and diary.column(place)]
    known = {likely.day, likely.score, likely.about, likely.side, *likely.notes}
    notes = st.pills(
        "Kept as notes",
        free,
        selection_mode="multi",
        default=[place for place in free if place in known],
        format_func=lambda place: plain(diary.columns[place]),
        key=f"diary notes {free} {diary.file}",  # other columns are another question
    )
    return Columns(day, score, side, about, tuple(notes))


def _order_input(context: RecordContext, diary: DiaryTable, columns: Columns) -> DayOrder | None:
    """The order of the days: asked only where no day of the file tells it."""
    cells = diary.column(columns.day)
    orders = possible_orders(cells, context.today)
    if len(orders) == 1:
        return orders[0]
    example = told_apart_by(cells)

    def words(order: DayOrder) -> str:
        day = day_of(example, order, context.zone)
        return long_date(day) if day else example

    return st.radio(
        f"Which day is {plain(example)}?",
        orders,
        index=None,
        format_func=words,
        horizontal=True,
        key=f"diary order {columns.day} {diary.file}",
    )


def _topics_input(diary: DiaryTable, columns: Columns) -> list[str] | None:
    """The texts of rows that are about the knee; None where no column says it."""
    if columns.about is None:
        return None
    texts = guess.topics(diary.column(columns.about))
    if len(texts) > guess.MOST_TOPICS:
        small("Rows that name a knee in this column are used.")
        return [text for text in texts if guess.is_knee(text)]
    chosen: list[str] = st.pills(
        "Rows that are about your knee",
        texts,
        selection_mode="multi",
        default=guess.likely_topics(texts),
        format_func=plain,
        key=f"diary topics {columns.about} {diary.file}",
    )
    return chosen


def _scores_form(
    diary: DiaryTable, columns: Columns, topics: Sequence[str] | None
) -> ScoreReader | None:
    """The scale of the scores of `topics`; None while it is still to be said."""
    cells = columns.scores(diary, topics)
    if columns.score is None or not cells:
        return ScoreReader(None)
    name = f"{columns.score} {diary.file}"
    words = _words_form(scale_words(cells), name)
    if all(number_of(cell) is None for cell in cells):
        return ScoreReader(None, words)
    likely = likely_scale(diary.columns[columns.score], cells)
    scale: Scale | None = st.selectbox(
        "The pain score goes from no pain to the worst, from",
        SCALES,
        index=None if likely is None else SCALES.index(likely),
        placeholder="Choose",
        key=f"diary scale {name}",
    )
    return ScoreReader(scale, words) if scale else None


def _words_form(words: Sequence[str], name: str) -> dict[str, int]:
    """The points of each word, where the scores are words."""
    if not words or len(words) > MOST_WORDS:
        return {}
    st.write(
        "**What your words mean**, from 0 (no pain) to 10 (worst imaginable). Rows of a word "
        "without a number are left out."
    )
    points = {
        word: st.number_input(
            plain(word), 0, 10, likely_points(word), key=f"diary word {word} {name}"
        )
        for word in words
    }
    return {word: value for word, value in points.items() if value is not None}


def _knee_input(context: RecordContext, diary: DiaryTable, columns: Columns) -> Side | None:
    """The knee whose rows are used; asked only where the file tells left from right."""
    if columns.score is not None and (side := guess.side_of(diary.columns[columns.score])):
        return side
    place = columns.about if columns.side is None else columns.side
    named = {guess.side_of(cell) for cell in diary.column(place)} if place is not None else set()
    sides = sorted(filter(None, named))
    if not sides:
        return None
    sore = context.preferences.knee
    options = [*sides, None]
    return choice_bar(
        "Which knee",
        options,
        sore if sore in options else sides[0] if len(sides) == 1 else None,
        lambda side: side.value.capitalize() if side else "Both",
        key=f"diary knee {place} {diary.file}",
    )


def _render_preview(content: DiaryContent, new: DiaryContent) -> None:
    """What is added, what is there already, and what is left out and why."""
    st.subheader("What is added")
    if new.ratings or new.notes:
        days = sorted({*new.ratings, *(note.on for note in new.notes)})
        st.write(
            f"**{_amounts(len(new.ratings), len(new.notes))}**, from {short_date(days[0])} to "
            f"{short_date(days[-1])}. The first days:"
        )
        notes = defaultdict(list)
        for note in new.notes:
            notes[note.on].append(note.text)
        st.markdown(
            table(
                ("Day", KNEE_DAY.label, "Notes"),
                (
                    (short_date(day), str(new.ratings.get(day, "")), _short("; ".join(notes[day])))
                    for day in days[:_SHOWN]
                ),
            )
        )
    else:
        st.write("Nothing: all that can be used of this file is here already, or left out.")
    rated = [day for day in content.ratings if day not in new.ratings]
    if rated:
        st.write(
            f"{counted(len(rated), 'day')} with a rating already, which stays as it is: "
            f"{_listed(map(short_date, rated[:_EXAMPLES]), len(rated))}."
        )
    if known := len(content.notes) - len(new.notes):
        st.write(f"{counted(known, 'note')} here already.")
    rows = defaultdict(list)
    for left in content.left_out:
        rows[left.why].append(left)
    for why, out in rows.items():
        st.write(f"Left out: {_left_out(why, out)}")
    small(
        "Of several scores of a day, the average counts. Old days are shown in the charts and "
        "close nothing; the last days count as mornings do."
    )


def _left_out(why: Why, rows: Sequence[LeftOut]) -> str:
    examples = (f"row {left.row} ({_short(left.text)})" for left in rows[:_EXAMPLES])
    return f"{counted(len(rows), 'row')}, {why}: {_listed(examples, len(rows))}."


def _render_import(context: RecordContext, done: import_diary.DiaryImport) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Diary added {context.when(done.origin.at)}: {_amounts(*done[1:])}",
            width="stretch",
        )
        if st.button("Undo", key=f"undo diary {done.origin.batch}"):
            import_diary.undo(context.record, done.origin)
            st.toast("The diary is taken out again. All else stays.")
            st.rerun()


def _amounts(ratings: int, notes: int, loads: int = 0) -> str:
    if loads:
        return f"{counted(loads, 'day')} with a load"
    return f"{counted(ratings, 'rating')} and {counted(notes, 'note')}"


def _listed(examples: Iterable[str], of: int) -> str:
    text = ", ".join(examples)
    return f"{text} and {of - _EXAMPLES} more" if of > _EXAMPLES else text


def _short(text: str) -> str:
    return plain(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
