// What comes up from below: why stop, being away, voice and settings.

/** @import { PlayerPlan } from '#payloads' */
/** @import { Act, Dialog, DialogName } from './actions.js' */
/** @import { ViewModel } from './view.js' */

import { endingReason, isTraining } from './pain-rules.js';
import { RATING_BUTTONS } from './template.js';

/** @typedef {Pick<ViewModel, 'place' | 'settings' | 'voices' | 'missing' | 'recorded'>} DialogModel */

/** @type {[rate: number, label: string][]} */
const SPEEDS = [
  [0.8, 'Slow'],
  [1, 'Normal'],
  [1.25, 'Fast'],
];

const END = '<button class="wide end" data-action="end">End session</button>';
const RESUME = '<button class="wide filled" data-action="resume">Resume</button>';
const TAKE_ALONG = `<button class="wide" data-action="takeAlong">Take the session along</button>
 <p>One audio file of this session. It plays on any phone, without kneeapp, and keeps no record.</p>`;
const WRONG_REASON = '<button class="wide plain" data-action="reasons">I tapped the wrong one</button>';
const WRONG_NUMBER =
  '<button class="wide plain" data-action="reason" data-value="knee_worse">I tapped the wrong number</button>';

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {unknown} text
 * @returns {string} `text` as it stands in markup, also within the quotes of an attribute
 */
export const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/**
 * The end of a session for good.
 * @param {string} title
 * @param {string[]} lines
 */
const endForGood = (title, ...lines) =>
  `<h3>${title}</h3>${lines.filter(Boolean).map(paragraph).join('')}${WRONG_REASON}${END}`;

/**
 * A sentence; what is markup already, such as a button to call, stands by itself.
 * @param {string} line
 */
const paragraph = (line) => (line.startsWith('<') ? line : `<p>${line}</p>`);

/**
 * @param {string | null | undefined} number
 * @param {'emergency' | 'medical'} kind
 */
const callLink = (number, kind, suffix = '') =>
  number
    ? `<a class="wide call ${kind}" href="tel:${escapeHtml(number.replace(/\s/g, ''))}">Call ${escapeHtml(number)}${suffix}</a>`
    : '';

/** @type {Partial<Record<string, string>>} by kind of step */
const KEPT_ON = { release: 'I kept rolling', rest: 'I kept resting' };

/**
 * @param {number} value
 * @param {PlayerPlan} plan
 */
const tooSore = (value, { before, limits, steps }) =>
  isTraining(steps)
    ? `Your knee is at ${value}. Above ${limits.exercise} is too much: end here, and do half the sets next time.`
    : `Your knee went from ${before} to ${value}. At ${limits.worse_by} points or more above the start this routine is not for today.`;

/** @param {PlayerPlan} plan */
const easeText = ({ limits, steps }) =>
  isTraining(steps)
    ? `Up to ${limits.exercise} is allowed. Take the easier version, or end here.`
    : 'Ease off, or end here.';

/** @type {Record<DialogName, (plan: PlayerPlan, dialog: Dialog, model: DialogModel) => string>} */
const DIALOGS = {
  stop: ({ stop_reasons }) => {
    const buttons = stop_reasons.map(
      ({ name, label }) =>
        `<button class="wide" data-action="reason" data-value="${name}">${escapeHtml(label)}</button>`,
    );
    return `<h3>Paused. Why stop?</h3><div class="reasons">${buttons.join('')}</div>${RESUME}`;
  },
  sharp: ({ steps }) =>
    isTraining(steps)
      ? endForGood(
          'Stop for today',
          'Do not train into sharp pain, or on a knee that locks or gives way.',
          'If it stays or comes back, see a clinician.',
        )
      : endForGood(
          'Stop for today',
          'Sharp or electric pain can mean that a nerve is pressed. Move off the spot now.',
          'If it stays, see a clinician.',
        ),
  numb: ({ steps }) =>
    endForGood(
      'Stop for today',
      `Numbness or tingling can mean that a nerve is pressed. ${isTraining(steps) ? 'Change your position' : 'Move off the spot'} now.`,
      'If it stays, see a clinician.',
    ),
  danger: ({ emergency, medical_line }) =>
    endForGood(
      'Stop now and get help',
      `Chest pain or trouble breathing: call ${escapeHtml(emergency ?? 'your local emergency number')} now.`,
      callLink(emergency, 'emergency'),
      'One leg newly swollen, warm or sore: have it seen today.',
      callLink(medical_line, 'medical', ', the medical line'),
    ),
  knee_worse: ({ before }) =>
    `<h3>Knee pain now?</h3><p>You rated it ${before} before you started.</p>${RATING_BUTTONS}<button class="wide plain" data-action="reasons">Another reason</button>`,
  knee_rated: (plan, dialog) => {
    const value = dialog.value ?? 0;
    return endingReason(dialog, plan)
      ? `<h3>Stop for today</h3><p>${tooSore(value, plan)}</p>${WRONG_NUMBER}${END}`
      : `<h3>Go gently</h3><p>Your knee is at ${value}; it was ${plan.before} at the start. ${easeText(plan)}</p>${RESUME}${END}`;
  },
  finished: ({ steps }) =>
    `<h3>End the session here?</h3><p>What you did so far is kept.${isTraining(steps) ? '' : ' The re-check comes next.'}</p>${END}${RESUME}`,
  away: ({ steps }, { ms = 0 }, { place }) =>
    `<h3>Welcome back</h3><p>Nobody was here for ${durationText(ms)}. The clock stands where you left.</p><button class="wide filled" data-action="fromHere">Go on from here</button><button class="wide" data-action="keptRolling">${KEPT_ON[steps[place.step]?.kind] ?? 'I kept going'}</button>`,
  options: (_plan, _dialog, { settings, voices, missing, recorded }) =>
    `<h3>Voice and settings</h3>
     <label class="row">Voice<select data-setting="voice"><option value="">Recorded voice</option>${voices
       .map((voice) => `<option value="${escapeHtml(voice.voiceURI)}">${escapeHtml(voice.name)}</option>`)
       .join('')}</select></label>
     <div class="row" role="group" aria-label="Voice speed">Speed<span class="speeds">${SPEEDS.map(
       ([rate, label]) =>
         `<button data-setting="rate" data-value="${rate}" aria-pressed="${rate === settings.rate}">${label}</button>`,
     ).join('')}</span></div>
     <label class="row">Left-handed<input type="checkbox" data-setting="mirrored" ${settings.mirrored ? 'checked' : ''}></label>
     ${recorded ? TAKE_ALONG : ''}
     ${missing.map((line) => `<p class="missing">${line}</p>`).join('')}
     <button class="wide filled" data-action="close">Close</button>`,
};

/** @type {Set<DialogName | null>} those that Escape closes */
const CLOSABLE = new Set(/** @type {const} */ (['stop', 'options', 'finished', 'knee_worse']));

/** @param {number} ms */
const durationText = (ms) => {
  const minutes = Math.round(ms / 60000);
  return minutes < 60 ? `${Math.max(1, minutes)} min` : `${Math.round(minutes / 60)} h`;
};

/**
 * @param {Dialog} dialog
 * @param {PlayerPlan} plan
 * @param {DialogModel} model
 * @returns {string} what the dialog holds, as HTML
 */
export const dialogMarkup = (dialog, plan, model) => DIALOGS[dialog.name](plan, dialog, model);

export class DialogView {
  #root;
  #plan;
  #act;
  #shown = 'null';
  /** @type {DialogName | null} */
  #name = null;

  /**
   * @param {HTMLElement} root
   * @param {PlayerPlan} plan
   * @param {Act} act
   */
  constructor(root, plan, act) {
    this.#root = root;
    this.#plan = plan;
    this.#act = act;
    root.addEventListener('change', ({ target }) => this.#changed(/** @type {HTMLElement} */ (target)));
    root.addEventListener('click', ({ target }) => {
      /** @type {HTMLElement | null} */
      const button = /** @type {Element} */ (target).closest('button[data-setting]');
      if (button) act('choose', { rate: Number(button.dataset.value) });
    });
  }

  get closable() {
    return CLOSABLE.has(this.#name);
  }

  /** @param {ViewModel} model */
  show(model) {
    const { dialog, settings } = model;
    const duration = dialog?.ms && durationText(dialog.ms);
    const now = JSON.stringify([dialog && { ...dialog, ms: duration }, dialog?.name === 'options' && settings]);
    if (now === this.#shown) return;
    const fresh = dialog?.name !== this.#name;
    this.#shown = now;
    this.#name = dialog?.name ?? null;
    this.#root.innerHTML = dialog
      ? `<div class="dialog" role="dialog" aria-modal="true" aria-labelledby="dialog-title">${dialogMarkup(dialog, this.#plan, model)}</div>`
      : '';
    const heading = this.#root.querySelector('h3');
    if (!heading) return;
    heading.id = 'dialog-title';
    heading.tabIndex = -1;
    const voices = this.#root.querySelector('select');
    if (voices) voices.value = settings.voice;
    if (fresh) heading.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} target */
  #changed(target) {
    if (target instanceof HTMLSelectElement) this.#act('choose', { voice: target.value });
    else if (target instanceof HTMLInputElement) this.#act('choose', { mirrored: target.checked });
  }
}
