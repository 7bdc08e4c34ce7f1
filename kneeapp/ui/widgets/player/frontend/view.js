// What is on the screen: built once, then only what changed is written.

/** @import { Ending, PlayerPlan, PlayerStep } from '#payloads' */
/** @import { Act, ActionName, ActionValue, Dialog } from './actions.js' */
/** @import { SaveState } from './text.js' */
/** @import { PlayerSettings } from './settings.js' */
/** @import { SpotState } from './spots.js' */
/** @import { TracePoint } from './tenderness-trace.js' */
/** @import { Place } from './timeline.js' */

import { Announcer } from './announcer.js';
import { DialogView } from './dialog.js';
import { Figure } from './figure.js';
import { repetitionAt } from './repetitions.js';
import { ICONS, TEMPLATE } from './template.js';
import { TendernessSlider } from './tenderness-slider.js';
import {
  afterEndText,
  clockText,
  countText,
  cueText,
  endTitle,
  minutesLeftText,
  minutesText,
  nextText,
  PRIMARY_LABELS,
  phaseText,
  progressText,
  questionOf,
  ratedStep,
  saveAnnouncement,
  saveState,
  saveStatusLines,
  setName,
  spotCount,
  spotText,
  stepLine,
  stepName,
} from './text.js';
import { schemeOf } from './theme-contrast.js';
import { length } from './timeline.js';

/** @typedef {'ready' | 'running' | 'paused' | 'elsewhere' | Ending} Mode elsewhere: another tab plays */

/**
 * All that the screen shows.
 * @typedef {object} ViewModel
 * @property {Mode} mode
 * @property {string | null} reason why the session was stopped
 * @property {Place} place
 * @property {boolean} running
 * @property {boolean} full whether it fills the screen
 * @property {TracePoint[]} trace
 * @property {SpotState | null} spot how the spots stand; null where the clock alone leads
 * @property {Dialog | null} dialog
 * @property {boolean} saving
 * @property {number} unsaved how many events are late
 * @property {boolean} delayed whether the server cannot reach the record
 * @property {PlayerSettings} settings
 * @property {SpeechSynthesisVoice[]} voices
 * @property {string[]} missing what this device cannot do
 * @property {string[]} disturbances what comes from outside, in words
 * @property {boolean} recorded whether the whole session is there as one track
 * @property {boolean} silent whether sound still waits for a tap
 * @property {boolean} isPersistent whether events survive a reload
 */

/** @type {Set<Mode | undefined>} and in this tab: only then do keys skip or rate */
const HAS_BEGUN = new Set(/** @type {const} */ (['running', 'paused']));
const PASS_MS = 4000; // one slow pass of the ball or roller (docs/sources.md)

export class View {
  #plan;
  #act;
  #root = document.createElement('div');
  #screen;
  #figure;
  #tenderness;
  #announcer;
  #dialog;
  /** @type {ViewModel | null} */
  #model = null;
  /** @type {SaveState} */
  #saveState = 'saved';
  /** @type {Map<string, string>} what each part shows, as text */
  #shown = new Map();
  #abort = new AbortController();

  /**
   * @param {HTMLElement | ShadowRoot} parent
   * @param {PlayerPlan} plan
   * @param {Act} act
   */
  constructor(parent, plan, act) {
    this.#plan = plan;
    this.#act = act;
    this.#root.className = 'player';
    this.#root.style.visibility = 'hidden'; // until the style sheet has come
    this.#root.innerHTML = TEMPLATE;
    parent.append(this.#root);
    this.#screen = /** @type {HTMLDialogElement} */ (this.#part('screen'));
    this.#figure = new Figure(this.#part('figure'));
    this.#announcer = new Announcer(this.#part('announcements'));
    this.#tenderness = new TendernessSlider(this.#part('tenderness'), plan.limits, act);
    this.#dialog = new DialogView(this.#part('dialog-area'), plan, act);
    this.#part('plan').append(...plan.steps.filter((step) => !step.measure).map((step) => planLine(step)));
    this.#listen();
  }

  close() {
    this.#abort.abort();
    this.#tenderness.close();
    this.#announcer.close();
    if (this.#screen.open) this.#screen.close();
    this.#root.remove();
  }

  /**
   * Announce to those who listen to the screen.
   * @param {string | undefined} text
   */
  announce(text) {
    this.#announcer.announce(text);
  }

  flash() {
    const light = this.#part('flash');
    light.classList.remove('on');
    void light.offsetWidth; // starts the animation anew
    light.classList.add('on');
  }

  /** @param {ViewModel} model */
  show(model) {
    this.#model = model;
    const { mode, place, settings, dialog } = model;
    /** @type {PlayerStep | undefined} */
    const step = this.#plan.steps[place.step];
    const unsaved = String(model.unsaved > 0);
    Object.assign(this.#root.dataset, schemeOf(this.#root), { mode, unsaved, step: step?.kind ?? '' });
    this.#root.classList.toggle('mirrored', settings.mirrored);
    this.#once('full', model.full, () => this.#stretch(model.full));
    this.#once('step', [place.step, mode === 'stopped'], () => this.#showStep(model, step));
    this.#showTime(model, step);
    this.#showSpot(model);
    this.#showPace(model, step);
    this.#showControls(model);
    this.#showSaveStatus(model);
    this.#tenderness.show({
      step: place.step,
      rated: step?.kind === 'release',
      trace: model.trace,
      elapsed: place.elapsed_ms,
      whole: step ? length(step) : 1,
    });
    this.#dialog.show(model);
    this.#once('asking', dialog !== null, (asking) => {
      this.#part('content').inert = asking;
      if (!asking && model.full) this.#focusPrimary();
    });
  }

  // --- parts --------------------------------------------------------------------------------

  /**
   * @param {ViewModel} model
   * @param {PlayerStep | undefined} step
   */
  #showStep({ mode, place, reason }, step) {
    const { steps, figures } = this.#plan;
    if (!step || mode === 'stopped') {
      this.#part('title').textContent = endTitle(mode);
      this.#text('cue', afterEndText(this.#plan, reason));
      return;
    }
    const [side, name] = stepName(ratedStep(steps, step));
    this.#part('title').replaceChildren(...(side ? [span('side', side), ' · '] : []), name);
    this.#figure.draw(figures[step.pose] ?? '');
    this.#part('next').textContent = nextText(steps, place.step);
    const question = questionOf(step);
    this.#part('question').textContent = question;
    this.#part('scale').setAttribute('aria-label', question);
    const ends = (step.ends ?? []).map((words, index) => span('', `${index * 10} ${words}`));
    this.#part('scale-ends').replaceChildren(...ends);
  }

  /**
   * @param {ViewModel} model
   * @param {PlayerStep | undefined} step
   */
  #showTime({ mode, place, running, spot }, step) {
    const { steps } = this.#plan;
    const total = steps.reduce((sum, each) => sum + length(each), 0);
    const passed = steps.slice(0, place.step).reduce((sum, each) => sum + length(each), 0) + place.elapsed_ms;
    const kind = step?.segments[place.segment].kind ?? '';
    this.#root.dataset.segment = kind;
    this.#text('count', mode === 'ready' ? countText(steps) : progressText(steps, place.step));
    this.#text('remaining', mode === 'ready' ? minutesText(total) : minutesLeftText(total - passed));
    this.#showClock(place, step, spot);
    this.#once('progress', Math.round((100 * passed) / total), (percent) => {
      this.#part('progress').setAttribute('aria-valuenow', String(percent));
      this.#part('progress i').style.inlineSize = `${percent}%`;
    });
    const working = running && (kind === 'work' || kind === 'breath');
    if (step && mode !== 'stopped') this.#text('cue', cueText(step, working));
    const count = spot ? spotCount(spot) : null;
    this.#once('sets', [place.step, place.segment, count], () => this.#showSets(step, place.segment, count));
  }

  /**
   * The time left or, where repetitions are counted, the one that is due, with the time beside it.
   * @param {Place} place
   * @param {PlayerStep | undefined} step
   * @param {SpotState | null} spot
   */
  #showClock(place, step, spot) {
    const repetition = repetitionAt(step, place);
    const left = clockText(place.segment_left_ms);
    this.#text('clock', repetition ? String(repetition.number) : left);
    this.#text('total', repetition ? `of ${step?.reps}` : '');
    this.#text(
      'set-left',
      repetition ? left : spot?.phase === 'work' ? `${Math.floor(spot.since / 1000)} s on it` : '',
    );
    const phase = spot
      ? spotText(spot, this.#plan.limits)
      : phaseText(step, step?.segments[place.segment].kind, repetition);
    this.#text('phase', phase);
    this.#once('name of digits', repetition ? 'Repetition' : 'Time left in this part', (name) =>
      this.#part('digits').setAttribute('aria-label', name),
    );
  }

  /**
   * @param {PlayerStep | undefined} step
   * @param {number} at the segment
   * @param {string | null} spots how they stand
   */
  #showSets(step, at, spots) {
    if (spots !== null) {
      this.#part('set-dots').replaceChildren(spots);
      return;
    }
    const works = (step?.segments ?? []).flatMap(({ kind }, index) => (kind === 'work' ? [index] : []));
    const current = Math.max(1, works.filter((index) => index <= at).length);
    const dots = works.map((index) => span(`dot ${index < at ? 'done' : index === at ? 'current' : ''}`, ''));
    const several = step && works.length > 1;
    this.#part('set-dots').replaceChildren(
      ...(several ? [...dots, `${setName(step)} ${current} of ${works.length}`] : []),
    );
  }

  /**
   * @param {ViewModel} model
   * @param {PlayerStep | undefined} step
   */
  #showPace({ place, running }, step) {
    const moving = running && this.#root.dataset.segment === 'work' && this.#root.dataset.step === 'release';
    this.#once('pace', [moving, place.step, place.segment], () => {
      const pacer = this.#part('pacer');
      pacer.classList.toggle('moving', moving);
      pacer.style.setProperty('--behind', `${-(place.elapsed_ms % (2 * PASS_MS))}ms`);
    });
    const repetition = repetitionAt(step, place);
    this.#once('motion', [running, place.step, place.segment, repetition?.number, repetition?.part], () =>
      this.#figure.move(step, place, running),
    );
  }

  /** @param {ViewModel} model */
  #showSpot({ mode, running, spot, settings }) {
    const open = spot !== null && running && spot.phase === 'work';
    const anywhere = spot !== null && settings.anywhere && HAS_BEGUN.has(mode);
    this.#once('spot', [spot !== null && HAS_BEGUN.has(mode), open, anywhere], ([shown]) => {
      this.#part('spot').hidden = !shown;
      for (const name of ['eased', 'hands-free']) {
        /** @type {HTMLButtonElement} */ (this.#part(name)).disabled = !open;
      }
      this.#root.classList.toggle('anywhere-on', anywhere);
      this.#root.classList.toggle('by-ease', shown);
      this.#part('anywhere').setAttribute('aria-pressed', String(anywhere));
    });
  }

  /** @param {ViewModel} model */
  #showControls({ mode, settings }) {
    this.#once('controls', mode, () => {
      const primary = this.#part('primary');
      primary.textContent = PRIMARY_LABELS[mode] ?? '';
      primary.dataset.action = mode === 'elsewhere' ? 'takeOver' : 'toggle';
      this.#part('controls').hidden = !(mode in PRIMARY_LABELS);
      for (const name of ['stop', 'back', 'skip', 'leave']) {
        /** @type {HTMLButtonElement} */ (this.#part(name)).disabled = mode === 'elsewhere';
      }
      for (const name of ['tenderness', 'scale']) this.#part(name).inert = mode === 'elsewhere';
    });
    this.#once('muted', settings.muted, (muted) => {
      this.#part('mute').innerHTML = muted ? ICONS.muted : ICONS.sound;
      this.#part('mute').setAttribute('aria-label', muted ? 'Sound is off. Turn it on' : 'Sound is on. Turn it off');
    });
  }

  /** @param {ViewModel} model */
  #showSaveStatus(model) {
    this.#text('save-status', saveStatusLines(model).join(' · '));
    const before = this.#saveState;
    this.#saveState = saveState(model);
    this.announce(saveAnnouncement(before, this.#saveState, model.mode));
  }

  /**
   * A card on the page, or over everything: what lies under a modal dialog may be inert.
   * @param {boolean} full
   */
  #stretch(full) {
    if (this.#screen.open) this.#screen.close();
    this.#root.classList.toggle('full', full);
    if (full) this.#screen.showModal();
    else this.#screen.setAttribute('open', '');
    if (full) this.#focusPrimary();
  }

  #focusPrimary() {
    this.#part('primary').focus({ preventScroll: true });
  }

  // --- taps and keys ------------------------------------------------------------------------

  #listen() {
    const { signal } = this.#abort;
    this.#screen.addEventListener('cancel', (event) => this.#cancel(event), { signal });
    this.#screen.addEventListener(
      'close', // a phone's back key
      () => {
        if (!this.#screen.open) this.#act('leave');
      },
      { signal },
    );
    this.#root.addEventListener('pointerdown', () => this.#act('touch'), { signal });
    this.#root.addEventListener('click', (event) => this.#click(event), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  /** @param {Event} event */
  #cancel(event) {
    event.preventDefault();
    if (!this.#model?.dialog) this.#act('leave');
    else if (this.#dialog.closable) this.#act('close');
  }

  /** @param {MouseEvent} event */
  #click({ target, detail }) {
    /** @type {HTMLElement | null} */
    const button = /** @type {Element} */ (target).closest('[data-action]');
    if (!button) {
      const beside =
        this.#root.classList.contains('anywhere-on') &&
        this.#part('scroll-area').contains(/** @type {Node} */ (target));
      if (beside) this.#act('eased');
      return;
    }
    this.#act(actionOf(button), button.dataset.value);
    const tapped = detail > 0 && !this.#model?.dialog && this.#model?.full;
    if (tapped) this.#focusPrimary(); // so that space pauses, not skips again
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const elsewhere = target !== document.body && !this.#root.contains(target);
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || this.#model?.dialog) return;
    const action = this.#shortcut(event.key, target);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this.#act(...action);
  }

  /**
   * @param {string} key
   * @param {Element} target
   * @returns {[ActionName, ActionValue?] | null}
   */
  #shortcut(key, target) {
    const mode = this.#model?.mode;
    if (!mode || !(mode in PRIMARY_LABELS)) return null;
    const onControl = target.matches('button:not(.primary)');
    const onSlider = target.matches('input');
    if (key === ' ' && !onControl) return [actionOf(this.#part('primary'))];
    if (!HAS_BEGUN.has(mode)) return null;
    if (key === 'ArrowRight' && !onSlider) return ['skip'];
    if (key === 'ArrowLeft' && !onSlider) return ['back'];
    if (key.toLowerCase() === 'e' && this.#model?.spot) return ['eased'];
    if (/^[0-9]$/.test(key)) return [this.#root.dataset.step === 'rate' ? 'number' : 'rate', Number(key)];
    return null;
  }

  // --- helpers ------------------------------------------------------------------------------

  /**
   * @param {string} name its class
   * @returns {HTMLElement}
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(`.${name}`));
  }

  /**
   * Write a value unless it is already shown.
   * @template T
   * @param {string} name
   * @param {T} value
   * @param {(value: T) => void} write
   */
  #once(name, value, write) {
    const text = JSON.stringify(value);
    if (this.#shown.get(name) === text) return;
    this.#shown.set(name, text);
    write(value);
  }

  /**
   * @param {string} name the class of a part
   * @param {string} text
   */
  #text(name, text) {
    this.#once(`text of ${name}`, text, () => {
      this.#part(name).textContent = text;
    });
  }
}

/** @param {HTMLElement} button */
const actionOf = (button) => /** @type {ActionName} */ (button.dataset.action);

/**
 * @param {string} className
 * @param {string} textContent
 */
const span = (className, textContent) => Object.assign(document.createElement('span'), { className, textContent });

/** @param {PlayerStep} step */
function planLine(step) {
  const line = document.createElement('li');
  line.append(span('', stepLine(step)), span('duration', clockText(length(step))));
  return line;
}
