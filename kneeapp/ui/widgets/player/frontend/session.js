// One session on this page: hears the server, does what is due, and tells the screen, the senses and the outbox.

import { ServerClock } from './clock.js';
import { Course } from './course.js';
import { cuesDue } from './cues.js';
import { Deeds } from './deeds.js';
import { Outbox } from './outbox.js';
import { Post } from './post.js';
import { Presence } from './presence.js';
import { Senses } from './senses.js';
import { Settings } from './settings.js';
import { Shelf } from './shelf.js';
import { Trace } from './trace.js';
import { View } from './view.js';
import { afterwards, titleAfter } from './words.js';

const UNSAVED_FROM_MS = 1500; // an event this old that the server does not have is called unsaved

const QUIET = new Set(['tick', 'turn']); // too many of them to flash

const visible = () => document.visibilityState === 'visible';

export class Session {
  #plan;
  #clock = new ServerClock();
  #shelf = new Shelf();
  #settings = new Settings(this.#shelf);
  #senses = new Senses();
  #course;
  #outbox;
  #presence;
  #post;
  #trace;
  #deeds;
  #view;
  #served = null; // the anchor the server last told
  #timer = 0;
  #abort = new AbortController();

  constructor(root, id, planVersion, plan) {
    this.id = id;
    this.planVersion = planVersion;
    this.#plan = plan;
    this.#course = new Course(plan.steps);
    this.#outbox = new Outbox(this.#shelf, id);
    this.#presence = new Presence(this.#shelf, id, this.#outbox.client);
    this.#post = new Post(
      this.#outbox,
      () => this.#report,
      (answer) => this.#learn(answer),
    );
    this.#trace = new Trace(this.#shelf, id);
    this.#deeds = new Deeds(plan, this.#course, this.#reach());
    this.#view = new View(root, plan, (name, value) => this.#act(name, value));
    this.#listen();
  }

  /** Take in what the server knows: its anchor, what it has stored, and its time. */
  hear(data, send) {
    const first = this.#served === null;
    this.#clock.hear(data.server_ms, data.echoed_ms ?? null);
    this.#outbox.retains = data.retain;
    this.#outbox.settle(data.acked);
    this.#post.connect(send, data);
    this.#served = data.anchor;
    this.#clock.reach(data.anchor.at_ms);
    this.#fold();
    if (first) this.#begin(data.muted);
    this.#tick();
  }

  close() {
    this.#part();
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#post.close();
    this.#senses.close();
    this.#view.close();
  }

  /** What a deed of the person can do here. */
  #reach() {
    return {
      now: () => this.#clock.now(),
      emit: (kind, what) => this.#emit(kind, what),
      end: (how, reason) => this.#end(how, reason),
      signal: (cue) => this.#signal(cue),
      tell: (text) => this.#view.announce(text),
      hush: () => this.#senses.hush(),
      lead: () => this.#keep(),
      mute: () => this.#choose({ muted: !this.#senses.muted }),
      choose: (chosen) => this.#choose(chosen),
    };
  }

  get #report() {
    return {
      session: this.id,
      plan_version: this.planVersion,
      sent_ms: Date.now(),
      muted: this.#settings.mutedHere,
      ending: this.#course.ending,
      asking: this.#deeds.closed,
      events: this.#outbox.waiting,
    };
  }

  /** What the server answers to a report; it may come when this page has let go of the session. */
  #learn({ server_ms, echoed_ms, acked }) {
    if (this.#abort.signal.aborted) return;
    this.#clock.hear(server_ms, echoed_ms ?? null);
    this.#served = this.#course.anchor; // what it has now was folded here before
    this.#outbox.settle(acked);
    this.#tick();
  }

  #fold() {
    this.#course.fold(this.#served, this.#presence.shared?.anchor, this.#outbox.waiting, this.#clock.now());
  }

  #begin(muted) {
    this.#settings.mutedAtFirst = muted;
    Object.assign(this.#senses, this.#settings.all);
    const now = this.#clock.now();
    const last = this.#shelf.lasting ? this.#course.anchor.at_ms : now;
    const shared = this.#presence.shared ?? { alive: last, reached: last, sheet: null, ending: null, reason: null };
    this.#course.takeUp(shared, now);
    this.#deeds.sheet = shared.sheet;
    if (this.#outbox.waiting.length > 0 || this.#clock.unsure) this.#post.soon();
  }

  // --- what is due --------------------------------------------------------------------------

  #tick() {
    clearTimeout(this.#timer);
    const now = this.#clock.now();
    const leads = this.#presence.leads;
    if (leads) this.#lead(now);
    else this.#follow();
    this.#senses.keepAwake(leads && this.#course.running);
    this.#show(now, leads);
    this.#timer = setTimeout(() => this.#tick(), this.#untilNextBeat() + 1);
  }

  /** A second; half of one where repetitions turn between seconds. */
  #untilNextBeat() {
    if (!this.#course.running) return 1000;
    const { step, segment_left_ms } = this.#course.place(this.#clock.now());
    const beat = this.#plan.steps[step]?.reps ? 500 : 1000;
    return segment_left_ms % beat || beat;
  }

  #follow() {
    const shared = this.#presence.shared;
    this.#fold();
    this.#course.follow(shared);
    this.#deeds.sheet = shared.sheet;
    this.#senses.hush();
  }

  #lead(now) {
    const ends = this.#course.endsBy(now);
    for (const { at_ms, ...place } of ends) this.#emit('step_done', { at: at_ms, place });
    if (this.#course.over(now)) this.#finish(now);
    else if (this.#course.running) this.#cuesAt(now).forEach((cue) => this.#signal(cue));
    this.#course.seenTo(now, visible());
    this.#keep();
    this.#post.again();
  }

  #keep() {
    const { alive, reached, anchor, ending, reason } = this.#course;
    const sheet = this.#deeds.sheet?.name === 'options' ? null : this.#deeds.sheet;
    this.#presence.keep({ alive, reached, anchor, ending, reason, sheet });
  }

  #finish(now) {
    const place = this.#course.lastEnd();
    const told = this.#outbox.waiting.some(({ kind, step }) => kind === 'step_done' && step === place.step);
    if (!told) this.#emit('step_done', { at: now, place });
    this.#end('finished');
  }

  /** The session ends: it is 'finished', or 'stopped' for a `reason`. */
  #end(how, reason = null) {
    this.#course.ending = how;
    this.#course.reason = reason;
    this.#deeds.sheet = null;
    this.#signal({ beep: 'done', say: how === 'finished' ? this.#plan.phrases.done : '' });
    if (how === 'stopped') this.#view.announce(`${titleAfter(how)}. ${afterwards(this.#plan.steps, reason)}`);
    this.#post.soon();
  }

  #cuesAt(now) {
    return cuesDue(this.#plan, this.#course.place(now), this.#course.reached, now);
  }

  #signal(cue) {
    this.#senses.beep(cue.beep);
    this.#senses.buzz(cue.beep);
    const unsaid = (text) => this.#view.announce(text);
    if (!this.#senses.say(cue.say, { queue: cue.queue, unsaid })) unsaid(cue.say); // never twice
    if (cue.beep && !QUIET.has(cue.beep)) this.#view.flash();
  }

  // --- what the person does -----------------------------------------------------------------

  #act(name, value) {
    this.#senses.unlock();
    this.#deeds.act(name, value);
    this.#tick();
  }

  #choose(chosen) {
    this.#settings.choose(chosen);
    Object.assign(this.#senses, this.#settings.all);
    if (this.#senses.muted) this.#senses.hush();
    if ('muted' in chosen) this.#post.soon(); // kept with the person, not only on this device
  }

  #emit(kind, what) {
    const event = this.#course.event(kind, what);
    this.#outbox.add(event);
    this.#trace.heed(event);
    this.#post.soon();
  }

  // --- coming and going, and drawing ----------------------------------------------------------

  #listen() {
    const { signal } = this.#abort;
    const on = (target, name, handle) => target.addEventListener(name, handle, { signal });
    on(document, 'visibilitychange', () => {
      if (!visible()) this.#post.parting();
      this.#tick();
    });
    on(window, 'pagehide', () => this.#part());
    on(window, 'pageshow', ({ persisted }) => persisted && this.#tick());
    on(window, 'online', () => this.#post.soon());
    on(window, 'storage', ({ key }) => key?.endsWith(`now.${this.id}`) && this.#tick());
  }

  #part() {
    this.#post.parting();
    if (!this.#presence.leads) return;
    this.#keep();
    this.#presence.release();
  }

  #show(now, leads) {
    const { running, anchor, away, ending, reason } = this.#course;
    const place = this.#course.place(away ?? now);
    const own = anchor.at_ms === 0 ? 'ready' : running ? 'running' : 'paused';
    this.#view.show({
      mode: ending ?? (leads ? own : 'elsewhere'),
      reason,
      place,
      running,
      full: anchor.at_ms > 0 && !this.#deeds.small,
      trace: this.#trace.points(place.step),
      sheet: away === null ? this.#deeds.sheet : { name: 'away', ms: now - away },
      saving: this.#outbox.waiting.length > 0,
      unsaved: this.#outbox.waiting.filter((event) => now - event.at_ms > UNSAVED_FROM_MS).length,
      delayed: this.#post.delayed,
      settings: this.#settings.all,
      voices: this.#senses.voices(),
      missing: this.#senses.missing(),
      silent: this.#senses.silent,
      lasting: this.#shelf.lasting,
    });
  }
}
