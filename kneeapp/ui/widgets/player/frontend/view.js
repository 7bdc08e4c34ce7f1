// What is on the screen: built once, then only what changed is written.

import { schemeOf } from './colours.js';
import { Figure } from './figure.js';
import { repetitionAt } from './repetitions.js';
import { Said } from './said.js';
import { Sheets } from './sheets.js';
import { ICONS, TEMPLATE } from './template.js';
import { Tenderness } from './tenderness.js';
import { length } from './timeline.js';
import {
  afterwards, asksFor, clockFace, countOf, cueOf, keptLines, keptState, minutes, minutesLeft, nameOf, nextOf, oneLine, partOf, phaseOf, PRIMARY, ratedIn, roundOf, tellKept, titleAfter,
} from './words.js';

const HAS_BEGUN = new Set(['running', 'paused']); // and in this tab: only then do keys skip or rate
const PASS_MS = 4000; // one slow pass of the ball or roller (docs/sources.md)

export class View {
  #plan;
  #act;
  #root = document.createElement('div');
  #stage;
  #figure;
  #tender;
  #said;
  #sheets;
  #model = { sheet: null };
  #kept = 'saved';
  #shown = new Map();
  #abort = new AbortController();

  constructor(parent, plan, act) {
    this.#plan = plan;
    this.#act = act;
    this.#root.className = 'player';
    this.#root.style.visibility = 'hidden'; // until the style sheet has come
    this.#root.innerHTML = TEMPLATE;
    parent.append(this.#root);
    this.#stage = this.#part('stage');
    this.#figure = new Figure(this.#part('figure'));
    this.#said = new Said(this.#part('said'));
    this.#tender = new Tenderness(this.#part('tender'), plan.limits, act);
    this.#sheets = new Sheets(this.#part('sheets'), plan, act);
    this.#part('plan').append(...plan.steps.filter((step) => !step.measure).map((step) => planLine(step)));
    this.#listen();
  }

  close() {
    this.#abort.abort();
    this.#tender.close();
    this.#said.close();
    if (this.#stage.open) this.#stage.close();
    this.#root.remove();
  }

  /** Tell those who listen to the screen. */
  announce(text) {
    this.#said.tell(text);
  }

  flash() {
    const lamp = this.#part('lamp');
    lamp.classList.remove('lit');
    void lamp.offsetWidth; // starts the animation anew
    lamp.classList.add('lit');
  }

  show(model) {
    this.#model = model;
    const { mode, place, settings, sheet } = model;
    const step = this.#plan.steps[place.step];
    Object.assign(this.#root.dataset, schemeOf(this.#root), { mode, unsaved: model.unsaved > 0, step: step?.kind ?? '' });
    this.#root.classList.toggle('mirrored', settings.mirrored);
    this.#once('full', model.full, () => this.#stretch(model.full));
    this.#once('step', [place.step, mode === 'stopped'], () => this.#showStep(step, place.step));
    this.#showTime(place, step);
    this.#showPace(place, step);
    this.#showControls(model);
    this.#tender.show({ step: place.step, rated: step?.kind === 'release', trace: model.trace, elapsed: place.elapsed_ms, whole: step ? length(step) : 1 });
    this.#sheets.show(model);
    this.#once('asking', sheet !== null, (asking) => {
      this.#part('board').inert = asking;
      if (!asking && model.full) this.#part('primary').focus({ preventScroll: true });
    });
  }

  // --- parts --------------------------------------------------------------------------------

  #showStep(step, index) {
    if (!step || this.#model.mode === 'stopped') return this.#showEnd();
    const [side, what] = nameOf(ratedIn(this.#plan.steps, step));
    this.#part('title').replaceChildren(...(side ? [span('side', side), ' · '] : []), what);
    this.#figure.draw(this.#plan.figures[step.pose] ?? '');
    this.#part('next').textContent = nextOf(this.#plan.steps, index);
    this.#showQuestion(step);
    return undefined;
  }

  #showQuestion(step) {
    const question = asksFor(step);
    this.#part('question').textContent = question;
    this.#part('asked').setAttribute('aria-label', question);
    this.#part('ends').replaceChildren(...(step.ends ?? []).map((words, index) => span('', `${index * 10} ${words}`)));
  }

  #showEnd() {
    this.#part('title').textContent = titleAfter(this.#model.mode);
    this.#text('cue', afterwards(this.#plan.steps, this.#model.reason));
  }

  #showTime(place, step) {
    const { steps } = this.#plan;
    const total = steps.reduce((sum, one) => sum + length(one), 0);
    const passed = steps.slice(0, place.step).reduce((sum, one) => sum + length(one), 0) + place.elapsed_ms;
    const kind = step?.segments[place.segment].kind ?? '';
    this.#root.dataset.segment = kind;
    this.#text('count', this.#model.mode === 'ready' ? countOf(steps) : partOf(steps, place.step));
    this.#text('remaining', this.#model.mode === 'ready' ? minutes(total) : minutesLeft(total - passed));
    this.#showFace(place, step);
    this.#once('progress', Math.round((100 * passed) / total), (percent) => {
      this.#part('progress').setAttribute('aria-valuenow', percent);
      this.#part('progress').firstChild.style.inlineSize = `${percent}%`;
    });
    const working = this.#model.running && (kind === 'work' || kind === 'breath');
    if (step && this.#model.mode !== 'stopped') this.#text('cue', cueOf(step, working));
    this.#once('bouts', [place.step, place.segment], () => this.#showBouts(step, place.segment));
  }

  /** The time left or, where repetitions are counted, the one that is due, with the time beside it. */
  #showFace(place, step) {
    const repetition = repetitionAt(step, place);
    const left = clockFace(place.segment_left_ms);
    this.#text('face', repetition ? repetition.number : left);
    this.#text('of', repetition ? `of ${step.reps}` : '');
    this.#text('set-left', repetition ? left : '');
    this.#text('phase', phaseOf(step, step?.segments[place.segment].kind, repetition));
    this.#once('told', repetition ? 'Repetition' : 'Time left in this part', (name) => this.#part('digits').setAttribute('aria-label', name));
  }

  #showBouts(step, at) {
    const works = (step?.segments ?? []).flatMap(({ kind }, index) => (kind === 'work' ? [index] : []));
    const current = Math.max(1, works.filter((index) => index <= at).length);
    const dots = works.map((index) => span(`dot ${index < at ? 'past' : index === at ? 'now' : ''}`, ''));
    this.#part('bouts').replaceChildren(...(works.length > 1 ? [...dots, `${roundOf(step)} ${current} of ${works.length}`] : []));
  }

  #showPace(place, step) {
    const { running } = this.#model;
    const moving = running && this.#root.dataset.segment === 'work' && this.#root.dataset.step === 'release';
    this.#once('pace', [moving, place.step, place.segment], () => {
      const pacer = this.#part('pacer');
      pacer.classList.toggle('moving', moving);
      pacer.style.setProperty('--behind', `${-(place.elapsed_ms % (2 * PASS_MS))}ms`);
    });
    const { number, part } = repetitionAt(step, place) ?? {};
    this.#once('motion', [running, place.step, place.segment, number, part], () => this.#figure.move(step, place, running));
  }

  #showControls({ mode, settings }) {
    this.#once('controls', mode, () => {
      const primary = this.#part('primary');
      primary.textContent = PRIMARY[mode] ?? '';
      primary.dataset.act = mode === 'elsewhere' ? 'takeOver' : 'toggle';
      this.#part('hands').hidden = !(mode in PRIMARY);
      for (const name of ['stop', 'back', 'skip', 'leave']) this.#part(name).disabled = mode === 'elsewhere';
      for (const name of ['tender', 'asked']) this.#part(name).inert = mode === 'elsewhere';
    });
    this.#once('muted', settings.muted, (muted) => {
      this.#part('mute').innerHTML = muted ? ICONS.muted : ICONS.sound;
      this.#part('mute').setAttribute('aria-label', muted ? 'Sound is off. Turn it on' : 'Sound is on. Turn it off');
    });
    this.#text('kept', keptLines(this.#model).join(' '));
    const before = this.#kept;
    this.#kept = keptState(this.#model);
    this.announce(tellKept(before, this.#kept, mode));
  }

  /** A card on the page, or over everything: what lies under a modal dialog may be inert. */
  #stretch(full) {
    if (this.#stage.open) this.#stage.close();
    this.#root.classList.toggle('full', full);
    if (full) this.#stage.showModal();
    else this.#stage.setAttribute('open', '');
    if (full) this.#part('primary').focus({ preventScroll: true });
  }

  // --- hands and keys -----------------------------------------------------------------------

  #listen() {
    const { signal } = this.#abort;
    this.#stage.addEventListener('cancel', (event) => this.#cancel(event), { signal });
    this.#stage.addEventListener('close', () => this.#stage.open || this.#act('leave'), { signal }); // a phone's back key
    this.#root.addEventListener('pointerdown', () => this.#act('touch'), { signal });
    this.#root.addEventListener('click', (event) => this.#click(event), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  #cancel(event) {
    event.preventDefault();
    if (this.#model.sheet === null) this.#act('leave');
    else if (this.#sheets.closable) this.#act('close');
  }

  #click(event) {
    const button = event.target.closest('[data-act]');
    if (!button) return;
    this.#act(button.dataset.act, button.dataset.value);
    const tapped = event.detail > 0 && this.#model.sheet === null && this.#model.full;
    if (tapped) this.#part('primary').focus({ preventScroll: true }); // so that space pauses, not skips again
  }

  #key(event) {
    const target = event.composedPath()[0];
    const elsewhere = target !== document.body && !this.#root.contains(target);
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || this.#model.sheet !== null) return;
    const action = this.#shortcut(event.key, target);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this.#act(...action);
  }

  #shortcut(key, target) {
    if (!(this.#model.mode in PRIMARY)) return null;
    const onControl = target.matches('button:not(.primary)');
    const onSlider = target.matches('input');
    if (key === ' ' && !onControl) return [this.#part('primary').dataset.act];
    if (!HAS_BEGUN.has(this.#model.mode)) return null;
    if (key === 'ArrowRight' && !onSlider) return ['skip'];
    if (key === 'ArrowLeft' && !onSlider) return ['back'];
    if (/^[0-9]$/.test(key)) return [this.#root.dataset.step === 'rate' ? 'number' : 'rate', Number(key)];
    return null;
  }

  // --- small things -------------------------------------------------------------------------

  #part(name) {
    return this.#root.querySelector(`.${name}`);
  }

  #once(name, value, write) {
    const key = JSON.stringify(value);
    if (this.#shown.get(name) === key) return;
    this.#shown.set(name, key);
    write(value);
  }

  #text(name, text) {
    this.#once(`text of ${name}`, text, () => (this.#part(name).textContent = text));
  }
}

const span = (className, text) => Object.assign(document.createElement('span'), { className, textContent: text });

function planLine(step) {
  const line = document.createElement('li');
  line.append(span('', oneLine(step)), span('long', clockFace(length(step))));
  return line;
}
