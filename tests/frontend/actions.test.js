// What taps and answers do to a session.

/** @import { TestContext } from 'node:test' */
/** @import { StepMarks } from '../../kneeapp/ui/widgets/player/frontend/tenderness-trace.js' */
/** @import { SessionControls } from '../../kneeapp/ui/widgets/player/frontend/actions.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Actions } from '../../kneeapp/ui/widgets/player/frontend/actions.js';
import { PlaybackState } from '../../kneeapp/ui/widgets/player/frontend/playback-state.js';
import { spotState } from '../../kneeapp/ui/widgets/player/frontend/spots.js';
import { aPlan, aStep, EXERCISE, FakeClock, segments } from './support.js';

/**
 * A session that writes down what happens in it.
 * @param {TestContext} t
 */
function aSession(t, plan = aPlan()) {
  const clock = new FakeClock(t);
  const state = new PlaybackState(plan.steps);
  /** @type {[kind: string, value: unknown][]} */
  const events = [];
  /** @type {number[]} the step of each event */
  const places = [];
  /** @type {string[]} */
  const announced = [];
  /** @type {unknown[]} */
  const signals = [];
  /** @type {StepMarks} */
  const marks = { points: [], eased: [] };
  /** @type {SessionControls} */
  const controls = {
    now: () => clock.now,
    emit: (kind, what) => {
      const { step, value, elapsed_ms } = state.event(kind, what);
      if (kind === 'eased') marks.eased.push(elapsed_ms);
      events.push([kind, value]);
      places.push(step);
    },
    end: (how, reason = null) => {
      state.ending = how;
      state.reason = reason;
    },
    signal: (signal) => signals.push(signal),
    announce: (text) => announced.push(text),
    stopSpeaking: () => {},
    lead: () => {},
    toggleMute: () => {},
    changeSettings: () => {},
    takeAlong: () => {},
    spot: (at) => {
      const { step, elapsed_ms } = state.place(at);
      return plan.steps[step].by_ease ? spotState(plan.steps[step], marks, elapsed_ms) : null;
    },
    toggleAnywhere: () => {},
  };
  const actions = new Actions(plan, state, controls);
  /** @type {typeof actions.act} */
  const tap = (name, value) => {
    clock.advance(1000);
    actions.act(name, value);
  };
  return { clock, state, events, places, announced, signals, actions, tap };
}

test('start, pause and go on', (t) => {
  const { tap, events, announced } = aSession(t);
  for (let taps = 0; taps < 3; taps++) tap('toggle');
  assert.deepEqual(events, [
    ['start', null],
    ['pause', null],
    ['resume', null],
  ]);
  assert.deepEqual(announced, ['Paused.', 'Going on.']);
});

test('the second tap of a double one does nothing, but each rating counts', (t) => {
  const { tap, clock, actions, events } = aSession(t);
  tap('toggle');
  actions.act('toggle');
  clock.advance(299);
  actions.act('toggle');
  assert.deepEqual(events, [['start', null]]);
  actions.act('rate', 3);
  actions.act('rate', 4);
  assert.deepEqual(events.slice(1), [
    ['tenderness', 3],
    ['tenderness', 4],
  ]);
  clock.advance(1);
  actions.act('toggle');
  assert.deepEqual(events.at(-1), ['pause', null], 'after 300 ms it is another tap');
});

test('a rating from seven is answered aloud, a lower one announced unless the slider said it', (t) => {
  const { tap, announced, signals } = aSession(t);
  tap('toggle');
  tap('rate', 7);
  assert.deepEqual(signals, [{ beep: 'ease', say: 'Ease off now' }]);
  tap('rate', 5);
  tap('slide', 4);
  assert.deepEqual(announced, ['Tenderness 5. 3–5 is the place to work.']);
});

test('stop pauses and asks why; a break goes on', (t) => {
  const { tap, actions, events } = aSession(t);
  tap('toggle');
  tap('stop');
  assert.deepEqual(actions.dialog, { name: 'stop' });
  tap('reason', 'break');
  assert.equal(actions.dialog, null);
  tap('toggle');
  assert.deepEqual(
    events.map(([kind]) => kind),
    ['start', 'pause', 'resume'],
  );
});

for (const reason of ['sharp', 'numb', 'danger']) {
  test(`${reason} is an event at once, and ends the session when it is confirmed`, (t) => {
    const { tap, actions, events, state } = aSession(t);
    tap('toggle');
    tap('stop');
    tap('reason', reason);
    assert.deepEqual(events.at(-1), ['stop', reason]);
    assert.ok(actions.isClosing);
    assert.equal(state.ending, null);
    tap('end');
    assert.deepEqual([state.ending, state.reason], ['stopped', reason]);
    assert.equal(events.length, 3);
  });
}

test('a reason that was a wrong tap is taken back by a pause', (t) => {
  const { tap, actions, events } = aSession(t);
  tap('toggle');
  tap('stop');
  tap('reason', 'numb');
  tap('reasons');
  assert.deepEqual(events.slice(2), [
    ['stop', 'numb'],
    ['pause', null],
  ]);
  assert.ok(!actions.isClosing);
});

test('a knee that got worse is rated before it ends the session', (t) => {
  const { tap, actions, events, state } = aSession(t);
  tap('toggle');
  tap('stop');
  tap('reason', 'knee_worse');
  assert.ok(!actions.isClosing);
  tap('number', '6');
  assert.deepEqual(events.slice(2), [
    ['rating', 6],
    ['stop', 'knee_worse'],
  ]);
  tap('end');
  assert.equal(state.reason, 'knee_worse');
});

test('finished for today is an event when it is confirmed', (t) => {
  const { tap, events } = aSession(t);
  tap('toggle');
  tap('stop');
  tap('reason', 'finished');
  assert.equal(events.at(-1)?.[0], 'pause');
  tap('end');
  assert.deepEqual(events.at(-1), ['stop', 'finished']);
});

test('a knee rated half way goes on by itself, unless it is worse', (t) => {
  const half = aStep({ kind: 'rate', segments: segments(['rate', 120]) });
  const { tap, actions, events } = aSession(t, aPlan({ steps: [half, aStep(), half] }));
  tap('toggle');
  tap('number', 4);
  assert.deepEqual(events.slice(1), [
    ['rating', 4],
    ['skip', null],
  ]);
  tap('skip');
  tap('number', 6);
  assert.deepEqual(actions.dialog, { name: 'knee_rated', value: 6 });
});

test('effort is no pain: it goes on by itself however high', (t) => {
  const effort = aStep({ kind: 'rate', measure: 'effort', exercise: 'bridge', segments: segments(['rate', 60]) });
  const { tap, actions, events } = aSession(t, aPlan({ steps: [EXERCISE, effort, EXERCISE] }));
  tap('toggle');
  tap('skip');
  tap('number', 10);
  assert.deepEqual(events.slice(2), [
    ['rating', 10],
    ['skip', null],
  ]);
  assert.equal(actions.dialog, null);
});

test('a knee rated while the effort is asked for belongs to the exercise before it', (t) => {
  const effort = aStep({ kind: 'rate', measure: 'effort', exercise: 'bridge', segments: segments(['rate', 60]) });
  const { tap, events, places } = aSession(t, aPlan({ steps: [EXERCISE, effort, EXERCISE] }));
  tap('toggle');
  tap('skip');
  tap('stop');
  tap('reason', 'knee_worse');
  tap('number', 4);
  assert.deepEqual(events.at(-1), ['rating', 4]);
  assert.equal(places.at(-1), 0);
});

test('a knee that is called worse is answered even where its number is not', (t) => {
  const { tap, actions, events } = aSession(t);
  tap('toggle');
  tap('stop');
  tap('reason', 'knee_worse');
  tap('number', 4);
  assert.deepEqual(actions.dialog, { name: 'knee_rated', value: 4 });
  tap('resume');
  assert.deepEqual(events.slice(2), [
    ['rating', 4],
    ['resume', null],
  ]);
});

test('a sore knee of a half-way step that may go on goes on with the next step', (t) => {
  const half = aStep({ kind: 'rate', measure: 'knee_exercise', segments: segments(['rate', 60]) });
  const { tap, actions, state } = aSession(t, aPlan({ before: 1, steps: [EXERCISE, half, EXERCISE] }));
  tap('toggle');
  tap('skip');
  tap('number', 4);
  assert.deepEqual(actions.dialog, { name: 'knee_rated', value: 4 });
  tap('resume');
  assert.equal(state.anchor.step, 2);
});

test('skipping the last step finishes', (t) => {
  const { tap, state, events } = aSession(t);
  tap('toggle');
  tap('skip');
  assert.equal(state.ending, null);
  tap('skip');
  assert.equal(state.ending, 'finished');
  const before = events.length;
  tap('back');
  assert.equal(events.length, before, 'nothing moves a session that has ended');
});

test('who was away and kept rolling goes on from now, else from where they left', (t) => {
  for (const kept of [true, false]) {
    const { tap, state, clock, events } = aSession(t);
    tap('toggle');
    clock.advance(90_000);
    state.endsBy(clock.now);
    assert.notEqual(state.awaySince, null);
    tap(kept ? 'keptRolling' : 'fromHere');
    assert.deepEqual(events.slice(1), [
      ['pause', null],
      ['resume', kept ? 'kept_rolling' : null],
    ]);
    assert.equal(state.anchor.elapsed_ms, kept ? 91_000 : 0);
  }
});

test('leaving the full screen pauses; going on fills it again', (t) => {
  const { tap, actions, state } = aSession(t);
  tap('toggle');
  tap('leave');
  assert.ok(actions.small && !state.running);
  tap('toggle');
  assert.ok(!actions.small && state.running);
});
