// Stand-ins for the browser, and plans to play.

/** @import { TestContext } from 'node:test' */
/** @import { Event as PlayerEvent, Limits, PlayerPlan, PlayerStep, Segment } from '#payloads' */

import { webcrypto } from 'node:crypto';

export const START_MS = 1_760_000_000_000;

/** The names under which browsers store, of old. */
export const STORAGE = { all: 'kneeapp.player.', events: 'out.' };

/**
 * Put `value` in the place of a global until the test has ended.
 * @param {TestContext} t
 * @param {string} name
 * @param {unknown} value
 */
export function replaceGlobal(t, name, value) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else Reflect.deleteProperty(globalThis, name);
  });
}

/** A clock that only a test moves; the time of the page and its timers follow it. */
export class FakeClock {
  now = START_MS;
  #started = START_MS;
  #lastTimer = 0;
  /** @type {Map<number, { at: number, every: number, callback: () => void }>} */
  #timers = new Map();

  /** @param {TestContext} t */
  constructor(t) {
    const dateNow = Date.now;
    Date.now = () => this.now;
    t.after(() => {
      Date.now = dateNow;
    });
    replaceGlobal(t, 'performance', { now: () => this.now - this.#started });
    replaceGlobal(t, 'setTimeout', (/** @type {() => void} */ callback, ms = 0) => this.#add(callback, ms, 0));
    replaceGlobal(t, 'setInterval', (/** @type {() => void} */ callback, ms = 0) => this.#add(callback, ms, ms));
    for (const name of ['clearTimeout', 'clearInterval']) {
      replaceGlobal(t, name, (/** @type {number} */ timer) => this.#timers.delete(timer));
    }
  }

  /**
   * Move on, and do what is due on the way.
   * @param {number} ms
   */
  advance(ms) {
    const end = this.now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { at, every, callback }] = next;
      if (every) this.#timers.set(timer, { at: at + every, every, callback });
      else this.#timers.delete(timer);
      this.now = Math.max(this.now, at);
      callback();
    }
    this.now = end;
  }

  /**
   * @param {() => void} callback
   * @param {number} ms
   * @param {number} every ms; 0 for once
   */
  #add(callback, ms, every) {
    this.#lastTimer += 1;
    this.#timers.set(this.#lastTimer, { at: this.now + ms, every, callback });
    return this.#lastTimer;
  }

  /** @param {number} end */
  #next(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([, a], [, b]) => a.at - b.at)[0];
  }
}

const STORAGE_METHODS = {
  /**
   * @this {Record<string, string>}
   * @param {string} name
   */
  getItem(name) {
    return this[name] ?? null;
  },
  /**
   * @this {Record<string, string>}
   * @param {string} name
   * @param {string} value
   */
  setItem(name, value) {
    this[name] = value;
  },
  /**
   * @this {Record<string, string>}
   * @param {string} name
   */
  removeItem(name) {
    delete this[name];
  },
};

/**
 * A browser's storage that is empty; its entries are its own properties, as in a browser.
 * @param {TestContext} t
 * @returns {Record<string, string>}
 */
export function emptyStorage(t) {
  const storage = Object.create(STORAGE_METHODS);
  replaceGlobal(t, 'localStorage', storage);
  if (!globalThis.crypto) replaceGlobal(t, 'crypto', webcrypto);
  return storage;
}

/**
 * A browser that lets nobody store anything.
 * @param {TestContext} t
 */
export function forbiddenStorage(t) {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new Error('forbidden');
    },
  });
  t.after(() => Reflect.deleteProperty(globalThis, 'localStorage'));
}

/**
 * @param {TestContext} t
 * @param {'visible' | 'hidden'} visibilityState
 */
export function page(t, visibilityState = 'visible') {
  const document = { visibilityState, baseURI: 'http://localhost:8501/routine' };
  replaceGlobal(t, 'document', document);
  return document;
}

/**
 * @param {Partial<PlayerEvent>} fields
 * @returns {PlayerEvent}
 */
export const anEvent = (fields = {}) => ({
  client: 'a',
  seq: 0,
  kind: 'pause',
  step: 0,
  elapsed_ms: 0,
  at_ms: START_MS,
  ...fields,
});

/**
 * @param {[Segment['kind'], number][]} parts with their seconds
 * @returns {Segment[]}
 */
export const segments = (...parts) => parts.map(([kind, seconds]) => ({ kind, ms: 1000 * seconds }));

/**
 * One that releases, unless `fields` say else.
 * @param {Partial<PlayerStep>} fields
 * @returns {PlayerStep}
 */
export const aStep = (fields = {}) => ({
  kind: 'release',
  title: 'Outer hip',
  cue: 'Start with the ball. Move off if it tingles.',
  spoken: 'Left side. Ball under the outer hip.',
  pose: 'ball_left',
  area: 'gluteus_medius',
  side: 'left',
  tool: 'ball',
  by_ease: false,
  segments: segments(['find', 10], ['work', 40], ['breath', 10], ['work', 40]),
  ...fields,
});

/** One that is led by the ease of its spots: 10 s to find the first, 285 s of work. */
export const BY_EASE = aStep({ by_ease: true, segments: segments(['find', 10], ['work', 285]) });

/** @type {PlayerStep} */
export const EXERCISE = aStep({
  kind: 'exercise',
  title: 'Bridge',
  spoken: 'Bridge.',
  exercise: 'bridge',
  reps: 2,
  tempo_ms: 9000,
  hold_ms: 5000,
  segments: segments(['find', 10], ['work', 18]),
});

/** @type {Limits} */
const LIMITS = { work: 3, warn: 6, ease_off: 7, worse_by: 2, exercise: 5 };

/**
 * Two release steps with knee pain 4 before, unless `fields` say else.
 * @param {Partial<PlayerPlan>} fields
 * @returns {PlayerPlan}
 */
export const aPlan = (fields = {}) => ({
  steps: [aStep(), aStep({ side: 'right', spoken: 'Right side.' })],
  figures: {},
  phrases: {
    find: 'Find the tender spot',
    go: 'Start rolling',
    half_way: 'Half way',
    ten_seconds: 'Ten seconds',
    breathe: 'Rest and breathe',
    switch_sides: 'Switch sides',
    hold: 'Hold',
    let_go: 'Let go',
    ease_off: 'Ease off now',
    done: 'Done.',
  },
  before: 4,
  brief: false,
  limits: LIMITS,
  stop_reasons: [
    { name: 'sharp', label: 'Sharp pain', for_good: true },
    { name: 'numb', label: 'Numb', for_good: true },
    { name: 'knee_worse', label: 'Knee <worse>', for_good: true },
    { name: 'danger', label: 'Chest pain', for_good: true },
    { name: 'break', label: 'A break', for_good: false },
    { name: 'finished', label: 'Finished', for_good: false },
  ],
  storage: STORAGE,
  ...fields,
});

/** Lets promises that have settled do what waits for them. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
