// What Python and the browser's components send each other.
// Written by `python -m tools.payload_types` from the models in Python; not to be edited.

/**
 * A position in the plan at a known time; `running` says whether time moves it on.
 */
export interface Anchor {
  step: number;
  elapsed_ms: number;
  at_ms: number;
  running: boolean;
}

/**
 * A place that a routine works on; the values are stored and used in content files.
 */
export type Area = 'gluteus_medius' | 'iliotibial_band' | 'tensor_fasciae_latae' | 'gluteus_maximus' | 'hip_flexors' | 'hip_joint' | 'low_back' | 'ankle' | 'calf';

/**
 * What the browser is to do about its cookies, once for each `number`.
 *
 * It writes `cookies` itself, or posts `ticket` to `path`, which answers with them.
 */
export interface CookieData {
  number: string;
  path: string;
  ticket: string;
  cookies: string[];
}

/**
 * The charts of the overview over the days `first` to `last`, and what is chosen of them.
 *
 * `vega` is where the browser finds the library that draws them; `chosen` are the days of the
 * brush, `session` the id of the marked one. Days are written as 2026-03-02.
 */
export interface DashboardData {
  vega: string;
  first: string;
  last: string;
  chosen?: [string, string] | null;
  session?: string | null;
  pictures: PictureData[];
}

/**
 * A day of the calendar on which something was kept: a rating 0-10, and what is drawn of it.
 */
export interface DayData {
  day: string;
  words: string;
  rating?: number | null;
  session: boolean;
  trained: boolean;
  marked: boolean;
}

/**
 * How a session ended.
 */
export type Ending = 'finished' | 'stopped';

/**
 * One thing that happened in the player; stored once per (session, client, seq).
 *
 * `step` and `elapsed_ms` are the position at that moment, `at_ms` the time in epoch
 * milliseconds by the browser's estimate of the server's clock.
 */
export interface Event {
  client: string;
  seq: number;
  kind: EventKind;
  step: number;
  elapsed_ms: number;
  at_ms: number;
  value?: number | string | null;
}

export type EventKind = 'start' | 'pause' | 'resume' | 'skip' | 'back' | 'tenderness' | 'eased' | 'rating' | 'step_done' | 'stop';

/**
 * Where on the page the person is, what is still to be said, and whether the page is dark.
 */
export interface FocusData {
  page: string;
  part: string;
  said: string;
  dark: boolean;
}

/**
 * Ratings 0-10 from which something is said or done.
 *
 * `work`, `warn` and `ease_off` are of tenderness, `exercise` is the knee pain that exercises may
 * go up to (Thomee 1997 [M]); `worse_by` is points of knee pain that end a routine.
 */
export interface Limits {
  work: number;
  warn: number;
  ease_off: number;
  worse_by: number;
  exercise: number;
}

/**
 * What the browser is to do with its copy.
 */
export type Order = 'look' | 'keep' | 'aside' | 'forget';

/**
 * A chart of the overview: its words, its Vega-Lite specification as JSON, its table.
 *
 * `kind` says how its rows are summed up for chosen days; `header` names the columns.
 */
export interface PictureData {
  kind: string;
  title: string;
  answer: string;
  reading: string;
  spec: string;
  header: string[];
  rows: PictureRow[];
}

/**
 * One entry of a chart: its moment without an offset, its numbers, and what it is about.
 *
 * `why` says why it does not count, `session` is the id of its session.
 */
export interface PictureRow {
  at: string;
  values: (number | null)[];
  why: string;
  change?: string | null;
  session?: string | null;
}

/**
 * What the player is given in each run of the page.
 *
 * `plan` is left out where the browser has said that it holds the one of this version. `anchor` is
 * the fold of the stored events. `acked` is the last stored number of each client; older ones do
 * no harm, as the browser knows of what came after. `server_ms` is the server's time (epoch
 * milliseconds), `echoed_ms` the browser's own in its last report. `beacon` is where events are
 * posted. `delayed` says that the record cannot be reached, `retain` that the browser holds on to
 * what is stored, because the record goes with the page.
 */
export interface PlayerData {
  session: string;
  plan_version: string;
  plan?: PlayerPlan | null;
  anchor: Anchor;
  acked: Record<string, number>;
  server_ms: number;
  echoed_ms?: number | null;
  muted: boolean;
  beacon?: string | null;
  delayed: boolean;
  retain: boolean;
}

/**
 * All that stays the same through a session.
 *
 * `figures` are drawings (SVG) by pose, `before` is the knee rating 0-10 at the start, `emergency`
 * the number to call at a danger sign, `medical_line` the one for what is urgent and no emergency.
 */
export interface PlayerPlan {
  steps: PlayerStep[];
  figures: Record<string, string>;
  phrases: Record<string, string>;
  before: number;
  brief: boolean;
  emergency?: string | null;
  medical_line?: string | null;
  limits: Limits;
  stop_reasons: StopOption[];
  storage: StorageNames;
}

/**
 * What the player reports. `muted` is None until the person has touched the switch.
 *
 * `ending` says that the browser reached the end of the plan, or that the person chose to end the
 * session; the events say so too. `asking` says that a reason to stop for good was told, which is
 * an event at once, while the player still shows what to do and lets the person take it back.
 * `plan_version` is of the plan that the browser holds, `sent_ms` its own time (epoch ms).
 */
export interface PlayerReport {
  session?: string | null;
  plan_version: string;
  sent_ms?: number | null;
  muted?: boolean | null;
  ending?: Ending | null;
  asking: boolean;
  events: Event[];
}

/**
 * A step as the browser draws it; one that rates has the words at both ends of the scale.
 */
export interface PlayerStep {
  kind: 'release' | 'move' | 'stand' | 'rest' | 'rate' | 'exercise';
  title: string;
  cue: string;
  spoken: string;
  pose: string;
  segments: Segment[];
  area?: Area | null;
  side?: Side | null;
  tool?: string | null;
  exercise?: string | null;
  reps?: number | null;
  tempo_ms?: number | null;
  hold_ms?: number | null;
  load?: string | null;
  kilos?: number | null;
  measure?: string | null;
  by_ease: boolean;
  ends?: [string, string] | null;
}

/**
 * A rating to draw: its words, its bounds and the value given before.
 */
export interface RatingData {
  label: string;
  question: string;
  low: string;
  high: string;
  least: number;
  most: number;
  value?: number | null;
}

/**
 * What a report that was posted is answered with; its fields are as in PlayerData.
 */
export interface ReportAnswer {
  acked: Record<string, number>;
  server_ms: number;
  echoed_ms?: number | null;
}

/**
 * A stretch of a step: only `work` is counted as release.
 */
export interface Segment {
  kind: 'find' | 'work' | 'breath' | 'stand' | 'rest' | 'rate';
  ms: number;
}

export type Side = 'left' | 'right';

/**
 * A reason to stop that is offered; `for_good` says that nothing goes on after it.
 */
export interface StopOption {
  name: string;
  label: string;
  for_good: boolean;
}

/**
 * The time after which a stopwatch stops by itself.
 */
export interface StopwatchData {
  seconds: number;
}

/**
 * What the browser is to do with its copy of a record, once for each `number`.
 *
 * `events` is what the names of events begin with, which are forgotten with the copy.
 */
export interface StorageData {
  order: Order;
  number: number;
  file: string;
  events: string;
}

/**
 * What the names of stored things begin with: `all`, and after that those of `events`.
 */
export interface StorageNames {
  all: string;
  events: string;
}

/**
 * What came of an order: the copy that was there, or that the storage failed.
 */
export interface StorageReply {
  number: number;
  file?: string | null;
  fault?: boolean | null;
}

/**
 * When the newest task of a work list arose (Unix seconds), and whether a new one sounds.
 */
export interface WorkListData {
  newest_s: number;
  sound: boolean;
}

/**
 * The days `first` to `last`, those with something on them, and the one that is open.
 *
 * `scale` is the colour of a rating of 10.
 */
export interface YearData {
  first: string;
  last: string;
  scale: string;
  days: DayData[];
  opened?: string | null;
}
