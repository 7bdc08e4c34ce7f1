// Which days are chosen in the overview, and what the ratings of them come to.

/** @import { PictureRow } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  begins,
  chosenOf,
  dayOf,
  daysBetween,
  ends,
  entries,
  figure,
  mean,
  momentWords,
  nearest,
  sentence,
  tiles,
} from '../../kneeapp/ui/progress/dashboard/frontend/days.js';

const WHOLE = { first: '2026-03-02', last: '2026-03-31' };

/**
 * @param {string} at
 * @param {(number | null)[]} values
 * @param {Partial<PictureRow>} more
 * @returns {PictureRow}
 */
const row = (at, values, more = {}) => ({ at, values, why: '', ...more });

const SESSIONS = entries([
  row('2026-03-03T18:00:00', [5, 3], { change: 'eased', session: 'a' }),
  row('2026-03-05T18:00:00', [4, 4], { change: 'same', session: 'b' }),
  row('2026-03-05T23:59:59', [6, null], { why: 'not rated', session: 'c' }),
  row('2026-03-06T00:00:00', [3, 5], { change: 'worse', session: 'd' }),
]);

test('a day begins at its midnight and ends at the next one, whatever the clocks do', () => {
  for (let ms = Date.parse('2026-01-01T12:00:00'); ms < Date.parse('2027-01-01T12:00:00'); ms += 86_400_000) {
    const day = dayOf(ms);
    assert.equal(dayOf(begins(day)), day);
    assert.equal(dayOf(ends(day) - 1), day);
    assert.notEqual(dayOf(ends(day)), day);
  }
});

test('a drag chooses whole days in either direction, and none outside', () => {
  const [one, other] = ['2026-03-10T17:00:00', '2026-03-04T08:00:00'].map((at) => Date.parse(at));
  const days = { first: '2026-03-04', last: '2026-03-10' };
  assert.deepEqual(daysBetween(one, other, WHOLE), days);
  assert.deepEqual(daysBetween(other, one, WHOLE), days);
  assert.deepEqual(daysBetween(0, Date.parse('2030-01-01T00:00:00'), WHOLE), WHOLE);
});

test('the last day is chosen to its end, and the next is not', () => {
  const chosen = chosenOf(SESSIONS, { first: '2026-03-05', last: '2026-03-05' });
  assert.deepEqual(
    chosen.map(({ session }) => session),
    ['b', 'c'],
  );
});

test('a tap finds the nearest session in reach', () => {
  assert.equal(nearest(SESSIONS, Date.parse('2026-03-03T20:00:00'), 86_400_000)?.session, 'a');
  assert.equal(nearest(SESSIONS, Date.parse('2026-03-20T20:00:00'), 86_400_000), undefined);
});

test('one that does not count is in no mean, and is counted as left out', () => {
  assert.equal(sentence('relief', SESSIONS), 'Less after 1 of 3, the same after 1, more after 1. 1 not counted.');
  const [sessions, after] = tiles([{ kind: 'relief', chosen: SESSIONS }]);
  assert.deepEqual([sessions.value, sessions.of], ['4', '3 counted']);
  assert.deepEqual([after.value, after.of], ['no change', 'points, mean of 3 counted']);
});

test('more pain after is said as more', () => {
  const [, after] = tiles([{ kind: 'relief', chosen: SESSIONS.slice(3) }]);
  assert.equal(after.value, '2 more');
});

test('on days without anything no number is made up', () => {
  assert.equal(mean([]), null);
  assert.equal(figure(null), '–');
  assert.equal(sentence('relief', []), 'No session counted on these days.');
  assert.equal(sentence('mornings', []), 'No morning on these days.');
  assert.equal(sentence('loads', []), 'Nothing was counted on these days.');
  assert.equal(
    sentence('tenderness', entries([row('2026-03-03T18:00:00', [5, null])])),
    'Not rated from first to last on these days.',
  );
  assert.deepEqual(
    tiles([{ kind: 'levels', chosen: [] }]).map(({ value }) => value),
    ['–'],
  );
});

test('means say of how many', () => {
  const days = entries([row('2026-03-03', [4]), row('2026-03-04', [3]), row('2026-03-05', [3])]);
  assert.equal(sentence('mornings', days), '3.3 of 10 on average, 3 mornings.');
  assert.equal(sentence('levels', days.slice(0, 1)), '4 of 10 on average, 1 rating.');
  const spots = entries([row('2026-03-03T18:00:00', [6, 4]), row('2026-03-04T18:00:00', [5, 4])]);
  assert.equal(sentence('tenderness', spots), 'From 5.5 at first to 4 at last on average, 2 sessions.');
  const steps = entries([row('2026-03-03', [9000, 4]), row('2026-03-04', [15_691.5, null])]);
  assert.equal(sentence('loads', steps), '12,350 a day on average, 2 days.');
  const weeks = entries([row('2026-03-03', [1, 0]), row('2026-03-04', [2, 1])]);
  assert.equal(sentence('weeks', weeks), '3 sessions of a routine, 1 of strengthening.');
});

test('a moment is read with its time, a day without', () => {
  assert.equal(momentWords('2026-03-03T18:05:00'), '3 Mar 2026, 18:05');
  assert.equal(momentWords('2026-03-03'), '3 Mar 2026');
});
