// The state of a session on one page: what moves it, and what was handled of it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { PlaybackState } from '../../kneeapp/ui/widgets/player/frontend/playback-state.js';
import { anEvent, aPlan, START_MS } from './support.js';

const { steps } = aPlan();
const MINUTE = 60_000;
const EARLIER = { alive: START_MS, reached: START_MS, ending: null, reason: null };

/** A session that was started at START_MS. */
function started() {
  const state = new PlaybackState(steps);
  state.event('start', { at: START_MS });
  return state;
}

test('an event says where the session stood, and moves it', () => {
  const state = started();
  assert.ok(state.running);
  const pause = state.event('pause', { at: START_MS + 5000 });
  assert.deepEqual(pause, { kind: 'pause', step: 0, elapsed_ms: 5000, at_ms: START_MS + 5000, value: null });
  assert.ok(!state.running);
});

test('a report of a rating moves nothing', () => {
  const state = started();
  const { anchor } = state;
  const rating = state.event('tenderness', { at: START_MS + 5000, value: 6 });
  assert.equal(rating.value, 6);
  assert.equal(state.anchor, anchor);
});

test('no move comes before the one that it follows', () => {
  const state = started();
  assert.equal(state.event('pause', { at: START_MS - 1 }).at_ms, START_MS);
});

test('the newest of the anchors of server and leading tab counts', () => {
  const state = new PlaybackState(steps);
  const served = { step: 0, elapsed_ms: 0, at_ms: START_MS, running: true };
  const shared = { step: 1, elapsed_ms: 0, at_ms: START_MS + 10, running: true };
  state.fold(served, shared, [], START_MS + 10);
  assert.deepEqual(state.anchor, shared);
  state.fold(served, { ...shared, at_ms: START_MS - 10 }, [], START_MS + 10);
  assert.deepEqual(state.anchor, served);
});

test('an anchor far ahead of the time is from a tab with a wrong clock', () => {
  const state = new PlaybackState(steps);
  const served = { step: 0, elapsed_ms: 0, at_ms: START_MS, running: true };
  state.fold(served, { ...served, step: 1, at_ms: START_MS + 5000 }, [], START_MS);
  assert.equal(state.anchor.step, 0);
});

test('events that the server does not have yet count, too', () => {
  const state = new PlaybackState(steps);
  const served = { step: 0, elapsed_ms: 0, at_ms: START_MS, running: true };
  state.fold(served, null, [anEvent({ kind: 'skip', at_ms: START_MS + 100 })], START_MS + 200);
  assert.equal(state.anchor.step, 1);
});

test('steps that ended are told once they are handled', () => {
  const state = started();
  const end = START_MS + 100_000;
  state.markHandled(end - 1000, true);
  assert.deepEqual(state.endsBy(end), [{ step: 0, at_ms: end, elapsed_ms: 100_000 }]);
  state.markHandled(end, true);
  assert.deepEqual(state.endsBy(end + 1000), []);
});

test('after a minute without anybody the time stands still until somebody says what was done', () => {
  const state = started();
  assert.deepEqual(state.endsBy(START_MS + MINUTE), []);
  assert.equal(state.awaySince, null);
  state.endsBy(START_MS + MINUTE + 1);
  assert.equal(state.awaySince, START_MS);
  assert.ok(!state.running);
  state.markHandled(START_MS + 2 * MINUTE, true);
  assert.equal(state.handledUntil, START_MS - 1);
});

test('out of sight the time runs on, but nobody is taken to be looking', () => {
  const state = started();
  state.markHandled(START_MS + 5000, false);
  assert.equal(state.handledUntil, START_MS + 5000);
  assert.equal(state.lastAttended, START_MS);
  state.event('pause', { at: START_MS + 6000 });
  state.markHandled(START_MS + 90_000, false);
  assert.equal(state.lastAttended, START_MS + 90_000, 'where nothing runs, nobody is missed');
});

test('a page that comes later goes on where the earlier one was last seen', () => {
  const state = started();
  state.resumeFrom({ ...EARLIER, alive: START_MS + 20, reached: START_MS + MINUTE }, START_MS + 30);
  assert.equal(state.lastAttended, START_MS + 20);
  assert.equal(state.handledUntil, START_MS + 30, 'nothing is handled before its time');
});

test('a tab that does not lead shows how the leading one ended', () => {
  const state = started();
  state.awaySince = START_MS;
  state.mirrorLeader({ ...EARLIER, ending: 'stopped', reason: 'numb' });
  assert.deepEqual([state.ending, state.reason, state.awaySince], ['stopped', 'numb', null]);
});

test('the last step over, the session is over', () => {
  const state = started();
  assert.ok(!state.isOver(START_MS + 199_999));
  assert.ok(state.isOver(START_MS + 200_000));
  assert.deepEqual(state.lastEnd(), { step: 1, elapsed_ms: 100_000 });
});

test('the last step skipped, there is nothing after it', () => {
  const state = started();
  state.event('skip', { at: START_MS + 10 });
  assert.ok(!state.skippedPast);
  state.event('skip', { at: START_MS + 20 });
  assert.ok(state.skippedPast);
});
