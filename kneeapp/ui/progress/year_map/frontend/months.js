// Days of the calendar without a page: a day is written as 2026-03-02, whatever the browser's zone.

const DAY_MS = 86_400_000;

/** @param {string} day */
const at = (day) => new Date(`${day}T00:00:00Z`);

/** @param {Date} date */
const written = (date) => date.toISOString().slice(0, 10);

/**
 * The day so many days later, earlier where the number is below zero.
 * @param {string} day
 * @param {number} days
 */
export const later = (day, days) => written(new Date(at(day).getTime() + days * DAY_MS));

/** The place of a day in its week: Monday is 1, Sunday 7. @param {string} day */
export const weekday = (day) => at(day).getUTCDay() || 7;

/** The month of a day to read: Mar 2026. @param {string} day */
export const monthWords = (day) => `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** A day to read: Mon 2 Mar 2026. @param {string} day */
export const dayWords = (day) => `${WEEKDAYS[weekday(day) - 1]} ${Number(day.slice(8))} ${monthWords(day)}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * The days from `first` to `last`, month by month.
 * @param {string} first
 * @param {string} last
 */
export function months(first, last) {
  /** @type {string[][]} */
  const found = [];
  for (let day = first; day <= last; day = later(day, 1)) {
    if (!found.length || day.endsWith('-01')) found.push([]);
    found.at(-1)?.push(day);
  }
  return found;
}

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 };

/**
 * The day that a key leads to from another one, within the days shown; null for any other key.
 * @param {string} key
 * @param {string} day
 * @param {{ first: string, last: string }} shown
 */
export function ledTo(key, day, { first, last }) {
  if (key === 'Home') return first;
  if (key === 'End') return last;
  const next = key in STEPS ? later(day, STEPS[key]) : null;
  return next && first <= next && next <= last ? next : null;
}
