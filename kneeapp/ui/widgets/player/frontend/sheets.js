// What comes up from below: why stop, being away, voice and settings.

import { reasonIn, trains } from './knee.js';
import { ELEVEN } from './template.js';

const reasons = ({ steps }) => [
  ['sharp', trains(steps) ? 'Sharp pain, or the knee locks or gives way' : 'Sharp or electric pain'],
  ['numb', 'Numb or tingling'],
  ['knee_worse', 'My knee pain is worse'],
  ['danger', 'Chest pain, short of breath, or a swollen leg'],
  ['break', 'I need a break'],
  ['finished', 'Finished for today'],
];
const SPEEDS = [[0.8, 'Slow'], [1, 'Normal'], [1.25, 'Fast']];

const END = '<button class="wide end" data-act="end">End session</button>';
const RESUME = '<button class="wide calm" data-act="resume">Resume</button>';
const MISTAKE = '<button class="wide plain" data-act="reasons">I tapped the wrong one</button>';

const WRONG_NUMBER = '<button class="wide plain" data-act="reason" data-value="knee_worse">I tapped the wrong number</button>';

const forGood = (title, ...lines) => `<h3>${title}</h3>${lines.filter(Boolean).map(paragraph).join('')}${MISTAKE}${END}`;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** `text` as it stands in markup, also within the quotes of an attribute. */
export const clean = (text) => String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/** A sentence; what is markup already, such as a button to call, stands by itself. */
const paragraph = (line) => (line.startsWith('<') ? line : `<p>${line}</p>`);

const call = (number, kind, what = '') =>
  number ? `<a class="wide call ${kind}" href="tel:${clean(String(number).replace(/\s/g, ''))}">Call ${clean(number)}${what}</a>` : '';

const KEPT_ON = { release: 'I kept rolling', rest: 'I kept resting' };

const tooSore = (value, { before, limits, steps }) =>
  trains(steps)
    ? `Your knee is at ${value}. Above ${limits.exercise} is too much: end here, and do half the sets next time.`
    : `Your knee went from ${before} to ${value}. At ${limits.worse_by} points or more above the start this routine is not for today.`;

const ease = ({ limits, steps }) =>
  trains(steps) ? `Up to ${limits.exercise} is allowed. Take the easier version, or end here.` : 'Ease off, or end here.';

const SHEETS = {
  stop: (plan) =>
    `<h3>Paused. Why stop?</h3><div class="reasons">${reasons(plan).map(
      ([name, words]) => `<button class="wide" data-act="reason" data-value="${name}">${words}</button>`,
    ).join('')}</div>${RESUME}`,
  sharp: ({ steps }) =>
    trains(steps)
      ? forGood('Stop for today', 'Do not train into sharp pain, or on a knee that locks or gives way.', 'If it stays or comes back, see a clinician.')
      : forGood('Stop for today', 'Sharp or electric pain can mean that a nerve is pressed. Move off the spot now.', 'If it stays, see a clinician.'),
  numb: ({ steps }) =>
    forGood('Stop for today', `Numbness or tingling can mean that a nerve is pressed. ${trains(steps) ? 'Change your position' : 'Move off the spot'} now.`, 'If it stays, see a clinician.'),
  danger: ({ emergency, medical_line }) =>
    forGood(
      'Stop now and get help',
      `Chest pain or trouble breathing: call ${clean(emergency ?? 'your local emergency number')} now.`,
      call(emergency, 'emergency'),
      'One leg newly swollen, warm or sore: have it seen today.',
      call(medical_line, 'medical', ', the medical line'),
    ),
  knee_worse: ({ before }) =>
    `<h3>Knee pain now?</h3><p>You rated it ${before} before you started.</p>${ELEVEN}<button class="wide plain" data-act="reasons">Another reason</button>`,
  knee_rated: (plan, { sheet: { value } }) =>
    reasonIn({ name: 'knee_rated', value }, plan)
      ? `<h3>Stop for today</h3><p>${tooSore(value, plan)}</p>${WRONG_NUMBER}${END}`
      : `<h3>Go gently</h3><p>Your knee is at ${value}; it was ${plan.before} at the start. ${ease(plan)}</p>${RESUME}${END}`,
  finished: ({ steps }) => `<h3>End the session here?</h3><p>What you did so far is kept.${trains(steps) ? '' : ' The re-check comes next.'}</p>${END}${RESUME}`,
  away: ({ steps }, { sheet: { ms }, place }) =>
    `<h3>Welcome back</h3><p>Nobody was here for ${lasted(ms)}. The clock stands where you left.</p><button class="wide calm" data-act="fromHere">Go on from here</button><button class="wide" data-act="keptRolling">${KEPT_ON[steps[place.step]?.kind] ?? 'I kept going'}</button>`,
  options: (_, { settings, voices, missing }) =>
    `<h3>Voice and settings</h3>
     <label class="row">Voice<select data-choice="voice"><option value="">This device's own</option>${voices
       .map((voice) => `<option value="${clean(voice.voiceURI)}">${clean(voice.name)}</option>`)
       .join('')}</select></label>
     <div class="row" role="group" aria-label="Voice speed">Speed<span class="speeds">${SPEEDS.map(
       ([rate, words]) => `<button data-choice="rate" data-value="${rate}" aria-pressed="${rate === settings.rate}">${words}</button>`,
     ).join('')}</span></div>
     <label class="row">Left-handed<input type="checkbox" data-choice="mirrored" ${settings.mirrored ? 'checked' : ''}></label>
     ${missing.map((line) => `<p class="lack">${line}</p>`).join('')}
     <button class="wide calm" data-act="close">Close</button>`,
};

const CLOSABLE = new Set(['stop', 'options', 'finished', 'knee_worse']);

const lasted = (ms) => {
  const minutes = Math.round(ms / 60000);
  return minutes < 60 ? `${Math.max(1, minutes)} min` : `${Math.round(minutes / 60)} h`;
};

export class Sheets {
  #root;
  #plan;
  #act;
  #drawn = 'null';
  #name = null;

  constructor(root, plan, act) {
    this.#root = root;
    this.#plan = plan;
    this.#act = act;
    root.addEventListener('change', ({ target }) => this.#changed(target));
    root.addEventListener('click', ({ target }) => {
      const button = target.closest('button[data-choice]');
      if (button) act('choose', { rate: Number(button.dataset.value) });
    });
  }

  get closable() {
    return CLOSABLE.has(this.#name);
  }

  show(model) {
    const { sheet, settings } = model;
    const key = JSON.stringify([sheet && { ...sheet, ms: sheet.ms && lasted(sheet.ms) }, sheet?.name === 'options' && settings]);
    if (key === this.#drawn) return;
    const fresh = sheet?.name !== this.#name;
    this.#drawn = key;
    this.#name = sheet?.name ?? null;
    this.#root.innerHTML = sheet ? `<div class="sheet ${sheet.name}" role="dialog" aria-modal="true" aria-labelledby="sheet-title">${SHEETS[sheet.name](this.#plan, model)}</div>` : '';
    if (!sheet) return;
    this.#root.querySelector('h3').id = 'sheet-title';
    if (sheet.name === 'options') this.#root.querySelector('select').value = settings.voice;
    this.#root.querySelector('h3').tabIndex = -1;
    if (fresh) this.#root.querySelector('h3').focus({ preventScroll: true });
  }

  #changed(target) {
    const { choice } = target.dataset;
    if (choice) this.#act('choose', { [choice]: target.type === 'checkbox' ? target.checked : target.value });
  }
}
