// The stopwatch takes its time from the clock, stops by itself and beeps at both ends.

/** @import { TestContext } from 'node:test' */

import assert from 'node:assert/strict';
import test from 'node:test';
import mount from '../../kneeapp/ui/widgets/stopwatch/frontend/stopwatch.js';
import { FakeClock, replaceGlobal } from './support.js';

/** Just enough of an element to be written to and clicked. */
class FakeElement {
  innerHTML = '';
  textContent = '';
  click = () => {};
  setAttribute() {}

  /**
   * @param {string} _kind
   * @param {() => void} listener
   */
  addEventListener(_kind, listener) {
    this.click = listener;
  }
}

/**
 * A stopwatch on a page, with the tones it has made in Hz.
 * @param {TestContext} t
 */
function aStopwatch(t, seconds = 30) {
  /** @type {FakeElement[]} */
  const children = [];
  /** @type {number[]} */
  const tones = [];
  const gain = { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} };
  class FakeAudio {
    currentTime = 0;
    resume = async () => {};
    createGain = () => ({ gain, connect: () => {} });
    createOscillator() {
      const frequency = { value: 0 };
      const connect = (/** @type {unknown} */ volume) => volume;
      return { frequency, connect, start: () => tones.push(frequency.value), stop: () => {} };
    }
  }
  replaceGlobal(t, 'AudioContext', FakeAudio);
  replaceGlobal(t, 'document', { createElement: () => new FakeElement() });
  const root = { replaceChildren: (/** @type {FakeElement[]} */ ...made) => children.splice(0, 2, ...made) };
  const parentElement = /** @type {HTMLElement} */ (/** @type {unknown} */ ({ querySelector: () => root }));
  const draw = (data = { seconds }) =>
    mount({ data, parentElement, setStateValue: () => {}, setTriggerValue: () => {} });
  const clock = new FakeClock(t);
  const close = draw();
  const shown = () => children[0].innerHTML.replace(/<.*?>/g, ' ').trim();
  return { clock, tones, draw, close, shown, label: () => children[1].textContent, tap: () => children[1].click() };
}

test('it gives three seconds to get ready, then counts up and stops by itself', (t) => {
  const { clock, tones, shown, label, tap } = aStopwatch(t);
  assert.deepEqual([shown(), label()], ['0.0 of 30 s', 'Start the watch']);
  tap();
  assert.deepEqual([shown(), label()], ['3 get ready', 'Stop the watch']);
  clock.advance(3000);
  assert.deepEqual([shown(), tones], ['0.0 s', [660]]);
  clock.advance(12_300);
  assert.equal(shown(), '12.3 s');
  clock.advance(20_000);
  assert.deepEqual([shown(), label(), tones], ['30.0 s', 'Start again', [660, 990]]);
});

test('a page that slept shows the time that has passed', (t) => {
  const { clock, shown, tap } = aStopwatch(t);
  tap();
  clock.advance(2900);
  clock.now += 10_000;
  clock.advance(100);
  assert.equal(shown(), '10.0 s');
});

test('it can be stopped, and started again from zero', (t) => {
  const { clock, shown, tap } = aStopwatch(t);
  tap();
  clock.advance(8000);
  tap();
  clock.advance(8000);
  assert.equal(shown(), '5.0 s');
  tap();
  clock.advance(4000);
  assert.equal(shown(), '1.0 s');
});

test('a run of the page leaves it alone, another length makes it anew', (t) => {
  const { clock, draw, shown, tap } = aStopwatch(t);
  tap();
  clock.advance(8000);
  draw();
  assert.equal(shown(), '5.0 s');
  draw({ seconds: 60 });
  assert.equal(shown(), '0.0 of 60 s');
});

test('once it is taken away it counts no more', (t) => {
  const { clock, close, shown, tap } = aStopwatch(t);
  tap();
  clock.advance(8000);
  close?.();
  clock.advance(8000);
  assert.equal(shown(), '5.0 s');
});
