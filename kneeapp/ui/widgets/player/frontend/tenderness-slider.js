// The tenderness slider: a track as high as a thumb, digits that can be tapped, and the trace so far.

/** @import { Limits } from '#payloads' */
/** @import { Act } from './actions.js' */
/** @import { TracePoint } from './tenderness-trace.js' */

import { tendernessAdvice } from './text.js';

/** @typedef {Pick<Limits, 'work' | 'warn' | 'ease_off'>} TendernessLimits */

/**
 * @typedef {object} SliderModel
 * @property {number | null} step the step that is rated
 * @property {boolean} rated whether tenderness is rated in it
 * @property {TracePoint[]} trace
 * @property {number} elapsed ms of the step
 * @property {number} whole ms, the length of the step
 */

const MOST = 10;
const START = 4; // where the thumb waits before the first rating
const SETTLE_MS = 600; // taps and keys in a row count as one rating
const WIDTH = 1000;
const HEIGHT = 110;

/** @param {number} value */
const height = (value) => HEIGHT * (0.95 - (0.9 * value) / MOST);

/**
 * Where to work, what is strong, what too much.
 * @param {number} value
 * @param {TendernessLimits} limits
 */
const zoneOf = (value, { work, warn, ease_off }) =>
  value >= ease_off ? 'over' : value >= warn ? 'strong' : value >= work ? 'work' : 'low';

/** @param {TendernessLimits} limits */
const markup = (limits) => {
  const over = height(limits.ease_off - 0.5);
  const top = height(limits.warn - 0.5);
  const bottom = height(limits.work - 0.5);
  const cells = Array.from(
    { length: MOST + 1 },
    (_, value) => `<span class="cell ${zoneOf(value, limits)}" aria-hidden="true">${value}</span>`,
  );
  return `
<div class="nudges">
 <button class="nudge less" data-nudge="-1" aria-label="Less tender">−</button>
 <span class="value" aria-hidden="true">–</span>
 <button class="nudge more" data-nudge="1" aria-label="More tender">+</button>
</div>
<div class="trace-column">
<div class="tenderness-label"><label class="name" for="tenderness">Tenderness</label><span class="advice"></span></div>
<svg class="trace" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Tenderness so far">
 <rect class="zone over" width="${WIDTH}" y="0" height="${over}"/>
 <rect class="zone work" width="${WIDTH}" y="${top}" height="${bottom - top}"/>
 <path class="line" vector-effect="non-scaling-stroke"/><path class="tip" vector-effect="non-scaling-stroke"/>
</svg>
</div>
<div class="track">
 ${cells.join('')}
 <input id="tenderness" type="range" min="0" max="${MOST}" step="1" value="${START}">
</div>`;
};

export class TendernessSlider {
  #root;
  #limits;
  #act;
  #input;
  /** @type {number | null} */
  #value = null;
  /** @type {number | null} */
  #sent = null;
  /** @type {SliderModel} */
  #model = { step: null, rated: false, trace: [], elapsed: 0, whole: 1 };
  /** @type {number | null} */
  #step = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #dragging = false;
  #slid = false; // whether the value came from the slider's own keys, which a screen reader speaks
  #abort = new AbortController();

  /**
   * `act` does the action 'rate' or, where the slider has said the value itself, 'slide'.
   * @param {HTMLElement} root
   * @param {TendernessLimits} limits
   * @param {Act} act
   */
  constructor(root, limits, act) {
    this.#root = root;
    this.#limits = limits;
    this.#act = act;
    root.innerHTML = markup(limits);
    this.#input = /** @type {HTMLInputElement} */ (this.#part('input'));
    this.#listen(this.#part('.track'));
  }

  /** @param {SliderModel} model */
  show(model) {
    this.#model = model;
    this.#root.hidden = !model.rated;
    const latest = model.trace.at(-1)?.[1] ?? null;
    if (model.step !== this.#step) {
      this.#step = model.step;
      this.#value = this.#sent = latest;
    }
    if (!this.#dragging && latest !== this.#sent) this.#value = this.#sent = latest;
    this.#draw();
  }

  close() {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(selector));
  }

  /** @param {HTMLElement} track */
  #listen(track) {
    // At the window, before Streamlit's error dialog swallows a press outside of it.
    window.addEventListener(
      'pointerdown',
      (event) => {
        if (event.composedPath().includes(track)) this.#press(track, event);
      },
      { capture: true, signal: this.#abort.signal },
    );
    track.addEventListener('pointermove', (event) => {
      if (this.#dragging) this.#preview(valueAt(track, event));
    });
    for (const end of ['pointerup', 'pointercancel']) {
      track.addEventListener(end, () => {
        if (this.#dragging) this.#commit();
      });
    }
    this.#input.addEventListener('input', () => this.#settle(Number(this.#input.value), { slid: true }));
    this.#root.addEventListener('click', ({ target }) => {
      /** @type {HTMLElement | null} */
      const button = /** @type {Element} */ (target).closest('[data-nudge]');
      const step = Number(button?.dataset.nudge ?? 0);
      if (step) this.#settle(clamp((this.#value ?? START) + step));
    });
  }

  /**
   * @param {HTMLElement} track
   * @param {PointerEvent} event
   */
  #press(track, event) {
    event.preventDefault();
    this.#dragging = true;
    this.#slid = false;
    track.setPointerCapture(event.pointerId);
    this.#preview(valueAt(track, event));
  }

  /** @param {number} value */
  #preview(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.#draw();
  }

  /** @param {number} value */
  #settle(value, { slid = false } = {}) {
    this.#dragging = true;
    this.#slid = slid;
    this.#preview(value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#commit(), SETTLE_MS);
  }

  #commit() {
    clearTimeout(this.#timer);
    this.#dragging = false;
    this.#sent = this.#value;
    this.#act(this.#slid ? 'slide' : 'rate', this.#value);
  }

  #draw() {
    const value = this.#value;
    const advice = value === null ? 'Rate it as you roll' : tendernessAdvice(value, this.#limits);
    this.#root.dataset.zone = value === null ? '' : zoneOf(value, this.#limits);
    this.#part('.value').textContent = String(value ?? '–');
    writeText(this.#part('.advice'), advice);
    this.#input.value = String(value ?? START);
    // In the name too: some browsers tell the value of a range and leave aria-valuetext out.
    this.#input.setAttribute('aria-label', value === null ? 'Tenderness, not rated yet' : 'Tenderness');
    this.#input.setAttribute('aria-valuetext', value === null ? 'not rated yet' : `${value}, ${advice}`);
    this.#root.querySelectorAll('.cell').forEach((cell, at) => {
      cell.classList.toggle('selected', at === value);
    });
    this.#drawTrace();
  }

  #drawTrace() {
    const { trace, elapsed, whole } = this.#model;
    /** @param {number} at */
    const across = (at) => ((WIDTH * at) / whole).toFixed(1);
    /** @type {TracePoint[]} */
    const points = this.#dragging && this.#value !== null ? [...trace, [elapsed, this.#value]] : trace;
    let path = '';
    for (const [at, value] of points) {
      path += path ? `H${across(at)}V${height(value).toFixed(1)}` : `M${across(at)} ${height(value).toFixed(1)}`;
    }
    const last = points.at(-1);
    const end = last && across(Math.max(elapsed, last[0]));
    if (last) path += `H${end}`;
    this.#part('.line').setAttribute('d', path || 'M0 0');
    this.#part('.tip').setAttribute('d', last ? `M${end} ${height(last[1]).toFixed(1)}h0.01` : 'M0 0');
    this.#part('.trace').classList.toggle('empty', !last);
  }
}

/** @param {number} value */
const clamp = (value) => Math.min(MOST, Math.max(0, value));

/**
 * @param {HTMLElement} track
 * @param {PointerEvent} event
 */
const valueAt = (track, event) => {
  const { left, width } = track.getBoundingClientRect();
  return clamp(Math.floor(((event.clientX - left) / width) * (MOST + 1)));
};

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
const writeText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
