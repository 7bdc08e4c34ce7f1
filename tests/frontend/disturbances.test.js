// What disturbs a session from outside.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Disturbances } from '../../kneeapp/ui/widgets/player/frontend/disturbances.js';
import { FakeClock, replaceGlobal } from './support.js';

const RUNNING = { running: true, dark: false };
const PAUSED = { running: false, dark: false };

test('a sound that was taken is told until the session goes on', (t) => {
  new FakeClock(t);
  const disturbances = new Disturbances(new AbortController().signal, () => {});
  assert.deepEqual(disturbances.lines(PAUSED), []);
  const words = disturbances.takeSound();
  assert.match(words, /call.*Resume when you are ready/);
  assert.deepEqual(disturbances.lines(PAUSED), [words]);
  disturbances.goOn();
  assert.deepEqual(disturbances.lines(PAUSED), []);
});

test('that headphones have changed is told at once, and for a minute', (t) => {
  const clock = new FakeClock(t);
  const devices = new EventTarget();
  replaceGlobal(t, 'navigator', { mediaDevices: devices });
  /** @type {string[]} */
  const told = [];
  const end = new AbortController();
  const disturbances = new Disturbances(end.signal, (words) => told.push(words));
  devices.dispatchEvent(new Event('devicechange'));
  assert.deepEqual(disturbances.lines(RUNNING), told);
  assert.match(told[0], /If you hear nothing/);
  clock.advance(60000);
  assert.deepEqual(disturbances.lines(RUNNING), []);
  end.abort();
  devices.dispatchEvent(new Event('devicechange'));
  assert.equal(told.length, 1);
});

test('a browser that does not tell of its devices is no trouble', (t) => {
  replaceGlobal(t, 'navigator', {});
  assert.deepEqual(new Disturbances(new AbortController().signal, () => {}).lines(RUNNING), []);
});

test('a screen that cannot be kept on is told while the session runs', (t) => {
  new FakeClock(t);
  const disturbances = new Disturbances(new AbortController().signal, () => {});
  assert.match(disturbances.lines({ running: true, dark: true })[0], /may switch off/);
  assert.deepEqual(disturbances.lines({ running: false, dark: true }), []);
});
