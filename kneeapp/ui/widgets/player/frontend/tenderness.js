// The tenderness slider: a track as high as a thumb, digits that can be tapped, and the trace so far.

import { adviceOn } from './words.js';

const MOST = 10;
const START = 4; // where the thumb waits before the first rating
const SETTLE_MS = 600; // taps and keys in a row count as one rating
const WIDTH = 1000;
const HEIGHT = 110;

const height = (value) => HEIGHT * (0.95 - (0.9 * value) / MOST);

/** The words and zones that `limits` make of a rating: where to work, what is strong, what too much. */
const scale = ({ work, warn, ease_off }) => ({
  zone: (value) => (value >= ease_off ? 'over' : value >= warn ? 'strong' : value >= work ? 'work' : 'low'),
  advice: (value) => adviceOn(value, { work, warn, ease_off }),
  over: height(ease_off - 0.5),
  work: [height(warn - 0.5), height(work - 0.5)],
});

const markup = ({ zone, over, work: [top, bottom] }) => `
<div class="nudges">
 <button class="nudge less" data-nudge="-1" aria-label="Less tender">−</button>
 <span class="value" aria-hidden="true">–</span>
 <button class="nudge more" data-nudge="1" aria-label="More tender">+</button>
</div>
<div class="along">
<div class="rated"><label class="name" for="tenderness">Tenderness</label><span class="advice"></span></div>
<svg class="trace" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Tenderness so far">
 <rect class="zone over" width="${WIDTH}" y="0" height="${over}"/>
 <rect class="zone work" width="${WIDTH}" y="${top}" height="${bottom - top}"/>
 <path class="line" vector-effect="non-scaling-stroke"/><path class="tip" vector-effect="non-scaling-stroke"/>
</svg>
</div>
<div class="track">
 ${Array.from({ length: MOST + 1 }, (_, value) => `<span class="cell ${zone(value)}" aria-hidden="true">${value}</span>`).join('')}
 <input id="tenderness" type="range" min="0" max="${MOST}" step="1" value="${START}">
</div>`;

export class Tenderness {
  #root;
  #scale;
  #act;
  #input;
  #value = null;
  #sent = null;
  #model = { trace: [], elapsed: 0, whole: 1 };
  #step = null;
  #timer = 0;
  #dragging = false;
  #slid = false; // whether the value came from the slider's own keys, which a screen reader speaks
  #abort = new AbortController();

  /** `act` does the deed 'rate' or, where the slider has said the value itself, 'slide'. */
  constructor(root, limits, act) {
    this.#root = root;
    this.#scale = scale(limits);
    this.#act = act;
    root.innerHTML = markup(this.#scale);
    this.#input = root.querySelector('input');
    this.#listen(root.querySelector('.track'));
  }

  show(model) {
    this.#model = model;
    this.#root.hidden = !model.rated;
    if (model.step !== this.#step) {
      this.#step = model.step;
      this.#value = this.#sent = model.trace.at(-1)?.[1] ?? null;
    }
    const latest = model.trace.at(-1)?.[1] ?? null;
    if (!this.#dragging && latest !== this.#sent) this.#value = this.#sent = latest;
    this.#draw();
  }

  close() {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  #listen(track) {
    // At the window, before Streamlit's error dialog swallows a press outside of it.
    window.addEventListener('pointerdown', (event) => event.composedPath().includes(track) && this.#press(track, event), {
      capture: true,
      signal: this.#abort.signal,
    });
    track.addEventListener('pointermove', (event) => this.#dragging && this.#preview(valueAt(track, event)));
    for (const end of ['pointerup', 'pointercancel']) track.addEventListener(end, () => this.#dragging && this.#commit());
    this.#input.addEventListener('input', () => this.#settle(Number(this.#input.value), { slid: true }));
    this.#root.addEventListener('click', (event) => {
      const step = Number(event.target.closest('[data-nudge]')?.dataset.nudge ?? 0);
      if (step) this.#settle(Math.min(MOST, Math.max(0, (this.#value ?? START) + step)));
    });
  }

  #press(track, event) {
    event.preventDefault();
    this.#dragging = true;
    this.#slid = false;
    track.setPointerCapture(event.pointerId);
    this.#preview(valueAt(track, event));
  }

  #preview(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.#draw();
  }

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
    this.#root.dataset.zone = value === null ? '' : this.#scale.zone(value);
    this.#root.querySelector('.value').textContent = value ?? '–';
    write(this.#root.querySelector('.advice'), value === null ? 'Rate it as you roll' : this.#scale.advice(value));
    this.#input.value = value ?? START;
    // In the name too: some browsers tell the value of a range and leave aria-valuetext out.
    this.#input.setAttribute('aria-label', value === null ? 'Tenderness, not rated yet' : 'Tenderness');
    this.#input.setAttribute('aria-valuetext', value === null ? 'not rated yet' : `${value}, ${this.#scale.advice(value)}`);
    this.#root.querySelectorAll('.cell').forEach((cell, at) => cell.classList.toggle('chosen', at === value));
    this.#drawTrace();
  }

  #drawTrace() {
    const { trace, elapsed, whole } = this.#model;
    const across = (at) => (WIDTH * at) / whole;
    const points = this.#dragging ? [...trace, [elapsed, this.#value]] : trace;
    let path = '';
    points.forEach(([at, value], index) => {
      path += index ? `H${across(at).toFixed(1)}V${height(value).toFixed(1)}` : `M${across(at).toFixed(1)} ${height(value).toFixed(1)}`;
    });
    const last = points.at(-1);
    if (last) path += `H${across(Math.max(elapsed, last[0])).toFixed(1)}`;
    this.#root.querySelector('.line').setAttribute('d', path || 'M0 0');
    this.#root.querySelector('.tip').setAttribute('d', last ? `M${across(Math.max(elapsed, last[0])).toFixed(1)} ${height(last[1]).toFixed(1)}h0.01` : 'M0 0');
    this.#root.querySelector('.trace').classList.toggle('empty', !last);
  }
}

const valueAt = (track, event) => {
  const { left, width } = track.getBoundingClientRect();
  return Math.min(MOST, Math.max(0, Math.floor(((event.clientX - left) / width) * (MOST + 1))));
};

const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
