// Days and sums of the overview, without a page: which days are chosen, and what their ratings say.
// A moment is milliseconds in the browser's own zone; what Python sends has no offset, so that it means the same here.

/** @import { PictureData, PictureRow } from '#payloads' */

/**
 * Days as 2026-03-02, both ends included.
 * @typedef {{ first: string, last: string }} Days
 */

/** A row with its moment.
 * @typedef {PictureRow & { ms: number }} Entry */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @param {number} value */
const two = (value) => `${value}`.padStart(2, '0');

/** @param {number} ms */
export function dayOf(ms) {
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The first moment of a day. @param {string} day */
export const begins = (day) => Date.parse(`${day}T00:00:00`);

/** The first moment after a day; when clocks change, a day has 23 or 25 hours. @param {string} day */
export function ends(day) {
  const at = new Date(begins(day));
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime();
}

/**
 * The whole days from one moment to another, in either order, within `whole`.
 * @param {number} one
 * @param {number} other
 * @param {Days} whole
 * @returns {Days}
 */
export function daysBetween(one, other, whole) {
  const [first, last] = [Math.min(one, other), Math.max(one, other)].map((ms) => within(dayOf(ms), whole));
  return { first, last };
}

/**
 * @param {string} day
 * @param {Days} whole
 */
const within = (day, { first, last }) => [first, day, last].sort()[1];

/** A day to read: 2 Mar 2026. @param {string} day */
export function dayWords(day) {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

/** A row's moment to read; that of a whole day has no time. @param {string} at */
export function momentWords(at) {
  const [day, time] = at.split('T');
  return time ? `${dayWords(day)}, ${time.slice(0, 5)}` : dayWords(day);
}

/**
 * The rows with their moments; a whole day is at its noon.
 * @param {readonly PictureRow[]} rows
 * @returns {Entry[]}
 */
export const entries = (rows) =>
  rows.map((row) => ({ ...row, ms: Date.parse(row.at.includes('T') ? row.at : `${row.at}T12:00:00`) }));

/**
 * @param {readonly Entry[]} all
 * @param {Days} days
 */
export function chosenOf(all, { first, last }) {
  const [from, to] = [begins(first), ends(last)];
  return all.filter(({ ms }) => from <= ms && ms < to);
}

/**
 * The entry nearest to a moment, no further away than `reach` (ms).
 * @param {readonly Entry[]} all
 * @param {number} ms
 * @param {number} reach
 * @returns {Entry | undefined}
 */
export function nearest(all, ms, reach) {
  /** @type {Entry | undefined} */
  let best;
  for (const entry of all) {
    const away = Math.abs(entry.ms - ms);
    if (away <= reach && (!best || away < Math.abs(best.ms - ms))) best = entry;
  }
  return best;
}

/** @param {readonly (number | null)[]} values */
export function mean(values) {
  const rated = values.filter((value) => value !== null);
  return rated.length ? rated.reduce((sum, value) => sum + value, 0) / rated.length : null;
}

/** A number to one decimal; an en dash where there is none. @param {number | null} value */
export const figure = (value) => (value === null ? '–' : `${Math.round(value * 10) / 10 + 0}`);

/**
 * @param {number} count
 * @param {string} thing
 */
export const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** @typedef {{ label: string, value: string, of: string }} Tile a number, its name, and what it is made of */

/** @type {Record<string, (chosen: Entry[]) => Tile[]>} the numbers of each kind of chart */
const TILES = {
  relief(chosen) {
    const counting = chosen.filter(({ why }) => !why);
    const falls = counting.map(({ values: [before, after] }) => difference(before, after));
    const fall = mean(falls);
    return [
      { label: 'Sessions', value: `${chosen.length}`, of: `${counting.length} counted` },
      { label: 'After a session', value: moved(fall), of: `points, mean of ${counting.length} counted` },
    ];
  },
  levels: (chosen) => [{ label: 'Knee before', ...average(chosen, 'rating') }],
  mornings: (chosen) => [{ label: 'Mornings', ...average(chosen, 'morning') }],
  loads: () => [],
  tenderness: () => [],
  weeks: (chosen) => {
    const trained = chosen.reduce((sum, { values: [, training] }) => sum + (training ?? 0), 0);
    return [{ label: 'Strengthening', value: `${trained}`, of: 'sessions' }];
  },
};

/** @type {Record<string, (chosen: Entry[]) => string>} one sentence for each kind of chart */
const SENTENCES = {
  relief(chosen) {
    const counting = chosen.filter(({ why }) => !why);
    const [less, same, more] = ['eased', 'same', 'worse'].map(
      (change) => counting.filter((entry) => entry.change === change).length,
    );
    const left = chosen.length - counting.length;
    const not = left ? ` ${left} not counted.` : '';
    if (!counting.length) return `No session counted on these days.${not}`;
    return `Less after ${less} of ${counting.length}, the same after ${same}, more after ${more}.${not}`;
  },
  levels: (chosen) => averageWords(chosen, 'rating'),
  mornings: (chosen) => averageWords(chosen, 'morning'),
  loads(chosen) {
    const amount = mean(chosen.map(({ values }) => values[0]));
    if (amount === null) return 'Nothing was counted on these days.';
    return `${Number(amount.toPrecision(4)).toLocaleString('en')} a day on average, ${counted(chosen.length, 'day')}.`;
  },
  tenderness(chosen) {
    const both = chosen.filter(({ values: [, last] }) => last !== null);
    if (!both.length) return 'Not rated from first to last on these days.';
    const [first, last] = [0, 1].map((n) => mean(both.map(({ values }) => values[n])));
    return `From ${figure(first)} at first to ${figure(last)} at last on average, ${counted(both.length, 'session')}.`;
  },
  weeks(chosen) {
    const [routine, training] = [0, 1].map((n) => chosen.reduce((sum, { values }) => sum + (values[n] ?? 0), 0));
    return `${counted(routine, 'session')} of a routine, ${training} of strengthening.`;
  },
  strip: () => '',
};

/**
 * The numbers above the charts, of the chosen days.
 * @param {{ kind: string, chosen: Entry[] }[]} charts
 */
export const tiles = (charts) => charts.flatMap(({ kind, chosen }) => TILES[kind]?.(chosen) ?? []);

/**
 * What the chosen rows of a chart come to, in one sentence.
 * @param {PictureData['kind']} kind
 * @param {Entry[]} chosen
 */
export const sentence = (kind, chosen) => SENTENCES[kind]?.(chosen) ?? '';

/**
 * @param {number | null} before
 * @param {number | null} after
 */
const difference = (before, after) => (before === null || after === null ? null : before - after);

/** @param {number | null} fall points; positive is less pain */
function moved(fall) {
  if (fall === null) return '–';
  const points = figure(Math.abs(fall));
  return points === '0' ? 'no change' : `${points} ${fall > 0 ? 'less' : 'more'}`;
}

/**
 * @param {Entry[]} chosen
 * @param {string} thing
 */
const average = (chosen, thing) => ({
  value: figure(mean(chosen.map(({ values: [value] }) => value))),
  of: `of 10, mean of ${counted(chosen.length, thing)}`,
});

/**
 * @param {Entry[]} chosen
 * @param {string} thing
 */
function averageWords(chosen, thing) {
  const { value } = average(chosen, thing);
  return chosen.length ? `${value} of 10 on average, ${counted(chosen.length, thing)}.` : `No ${thing} on these days.`;
}
