// Of the tabs that show a session, one plays.

/** @import { SharedState } from '../../kneeapp/ui/widgets/player/frontend/tab-leader.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { SafeStorage } from '../../kneeapp/ui/widgets/player/frontend/storage.js';
import { TabLeader } from '../../kneeapp/ui/widgets/player/frontend/tab-leader.js';
import { emptyStorage, FakeClock, page, START_MS, STORAGE } from './support.js';

/** @type {SharedState} */
const STATE = { alive: START_MS, reached: START_MS, anchor: null, ending: null, reason: null, sheet: null };
const MONTH = 30 * 86_400_000;

/** @param {string} client */
const tab = (client) => new TabLeader(new SafeStorage(STORAGE.all), 's1', client);

test('where nobody leads, each may; who has begun leads', (t) => {
  emptyStorage(t);
  new FakeClock(t);
  page(t);
  const [first, second] = [tab('first'), tab('second')];
  assert.ok(first.leads && second.leads);
  first.share(STATE);
  assert.ok(first.leads);
  assert.ok(!second.leads);
});

test('the others see what the leading tab has shared, in the form that browsers hold already', (t) => {
  const browser = emptyStorage(t);
  const clock = new FakeClock(t);
  page(t);
  tab('first').share({ ...STATE, ending: 'stopped', reason: 'numb', sheet: { name: 'numb' } });
  const record = {
    ...STATE,
    ending: 'stopped',
    reason: 'numb',
    sheet: { name: 'numb' },
    client: 'first',
    beat: clock.now,
    hidden: false,
  };
  assert.deepEqual(tab('second').shared, record);
  assert.deepEqual(JSON.parse(browser['kneeapp.player.now.s1']), record);
});

test('who shows no life for two and a half seconds has lost the lead', (t) => {
  emptyStorage(t);
  const clock = new FakeClock(t);
  page(t);
  tab('first').share(STATE);
  clock.advance(2500);
  assert.ok(!tab('second').leads);
  clock.advance(1);
  assert.ok(tab('second').leads);
});

test('a tab in sight takes over from one that is hidden, not the other way round', (t) => {
  emptyStorage(t);
  new FakeClock(t);
  const document = page(t, 'hidden');
  tab('first').share(STATE);
  assert.ok(!tab('second').leads);
  document.visibilityState = 'visible';
  assert.ok(tab('second').leads);
});

test('who takes over leads; who lets go leads no more, and what was shared stays', (t) => {
  emptyStorage(t);
  new FakeClock(t);
  page(t);
  const [first, second] = [tab('first'), tab('second')];
  first.share(STATE);
  second.share(STATE);
  assert.ok(!first.leads);
  second.release();
  assert.ok(first.leads);
  assert.equal(first.shared?.alive, START_MS);
});

test('after a month a session is forgotten, and so is what cannot be read', (t) => {
  const browser = emptyStorage(t);
  const clock = new FakeClock(t);
  page(t);
  tab('first').share(STATE);
  browser['kneeapp.player.now.s2'] = '7';
  clock.advance(MONTH - 1);
  tab('second');
  assert.deepEqual(Object.keys(browser), ['kneeapp.player.now.s1']);
  clock.advance(1);
  tab('third');
  assert.deepEqual(Object.keys(browser), []);
});
