// The server's time lies within what messages allow.

import assert from 'node:assert/strict';
import test from 'node:test';
import { ServerClock } from '../../kneeapp/ui/widgets/player/frontend/server-clock.js';
import { FakeClock } from './support.js';

const DAY = 86_400_000;
const TWO_HOURS = 7_200_000;

/**
 * What a clock says, in ms ahead of the device, after messages of (server's time ahead of the device, and
 * ms since the device sent what is answered).
 * @type {[name: string, messages: [ahead: number, sent_ago: number | null][], offset: number][]}
 */
const CASES = [
  ['the same time', [[0, null]], 0],
  ['a slow page load is not a wrong clock', [[-2000, null]], 0],
  ['a device a day slow', [[DAY, null]], DAY],
  ['a device a day fast, not answered yet', [[-DAY, null]], -DAY + 3000],
  [
    'a device a day fast, once answered',
    [
      [-DAY, null],
      [-DAY, -DAY + 80],
    ],
    -DAY + 80,
  ],
  [
    'an answer that allows more changes nothing',
    [
      [DAY, null],
      [DAY, DAY + 200],
    ],
    DAY,
  ],
  [
    'bounds that exclude each other start anew',
    [
      [500, 700],
      [40_000, 40_100],
    ],
    40_000,
  ],
  [
    "the server's clock was set back",
    [
      [0, null],
      [0, 80],
      [-TWO_HOURS, -TWO_HOURS + 30],
    ],
    0,
  ],
];

for (const [name, messages, offset] of CASES) {
  test(name, (t) => {
    const device = new FakeClock(t);
    const clock = new ServerClock();
    for (const [ahead, sentAgo] of messages) {
      clock.sync(device.now + ahead, sentAgo === null ? null : device.now + ahead - sentAgo);
    }
    assert.equal(clock.now() - device.now, offset);
  });
}

test('it is uncertain while a device that seems fast was not answered', (t) => {
  const device = new FakeClock(t);
  const slow = new ServerClock();
  slow.sync(device.now - 3000, undefined);
  assert.ok(!slow.isUncertain, 'as slow may a page load be');
  const clock = new ServerClock();
  clock.sync(device.now - 3001, undefined);
  assert.ok(clock.isUncertain);
  clock.sync(device.now - 3001, device.now - 3001);
  assert.ok(!clock.isUncertain);
});

test('it goes on from the last event though the machine was set back since', (t) => {
  const device = new FakeClock(t);
  const clock = new ServerClock();
  clock.sync(device.now, null);
  clock.advanceTo(device.now + TWO_HOURS);
  assert.equal(clock.now() - device.now, TWO_HOURS);
  clock.sync(device.now + 20, device.now);
  assert.equal(clock.now() - device.now, TWO_HOURS + 20);
});

test('a device that is set back does not take the session back', (t) => {
  const device = new FakeClock(t);
  const clock = new ServerClock();
  clock.sync(device.now, device.now);
  const before = clock.now();
  Date.now = () => device.now - TWO_HOURS;
  assert.equal(clock.now(), before);
});
