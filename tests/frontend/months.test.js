// The days of the calendar, month by month, and where a key leads.

import assert from 'node:assert/strict';
import test from 'node:test';
import { dayWords, later, ledTo, months, weekday } from '../../kneeapp/ui/progress/year_map/frontend/months.js';

const SHOWN = { first: '2026-01-01', last: '2026-03-09' };

test('a leap day and the change of clocks are days like others', () => {
  assert.equal(later('2024-02-28', 1), '2024-02-29');
  assert.equal(later('2026-03-30', -1), '2026-03-29');
  assert.equal(later('2025-12-31', 1), '2026-01-01');
});

test('a week begins on Monday', () => {
  assert.equal(weekday('2026-03-02'), 1);
  assert.equal(weekday('2026-03-08'), 7);
  assert.equal(dayWords('2026-03-08'), 'Sun 8 Mar 2026');
});

test('days come month by month, the last one until today', () => {
  const found = months(SHOWN.first, SHOWN.last);
  assert.deepEqual(
    found.map((days) => [days[0], days.length]),
    [
      ['2026-01-01', 31],
      ['2026-02-01', 28],
      ['2026-03-01', 9],
    ],
  );
});

test('arrows lead to the days beside, above and below, and not beyond the year', () => {
  assert.equal(ledTo('ArrowRight', '2026-01-31', SHOWN), '2026-02-01');
  assert.equal(ledTo('ArrowUp', '2026-03-09', SHOWN), '2026-03-02');
  assert.equal(ledTo('ArrowDown', '2026-03-09', SHOWN), null);
  assert.equal(ledTo('ArrowLeft', '2026-01-01', SHOWN), null);
  assert.equal(ledTo('Home', '2026-03-09', SHOWN), '2026-01-01');
  assert.equal(ledTo('End', '2026-01-01', SHOWN), '2026-03-09');
  assert.equal(ledTo('Enter', '2026-01-01', SHOWN), null);
});
