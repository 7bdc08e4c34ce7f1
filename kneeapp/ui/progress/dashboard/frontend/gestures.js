// Gestures on a chart: drag for days, tap for a session, hover or hold for values.

const DRAG_PX = 8;
const HOLD_MS = 350;

/**
 * What a gesture tells; `x` and `from` are pixels from the left of the chart.
 * @typedef {{
 *   drag(from: number, x: number): void,
 *   let_go(): void,
 *   tap(x: number): void,
 *   hover(x: number | null): void,
 * }} Listener
 */

/**
 * Follow one finger or mouse on `element`; what scrolls up and down stays the page's own.
 * @param {HTMLElement} element
 * @param {Listener} listener
 */
export function follow(element, listener) {
  /** @type {{ id: number, from: number, kind: 'press' | 'drag' | 'hold' } | null} */
  let press = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {PointerEvent} event */
  const place = (event) => event.clientX - element.getBoundingClientRect().left;

  element.addEventListener('pointerdown', (event) => {
    if (press || event.button !== 0) return;
    const from = place(event);
    press = { id: event.pointerId, from, kind: 'press' };
    if (event.pointerType === 'mouse') return;
    timer = setTimeout(() => {
      if (press?.kind !== 'press') return;
      press.kind = 'hold';
      listener.hover(from);
    }, HOLD_MS);
  });

  element.addEventListener('pointermove', (event) => {
    const x = place(event);
    if (!press) {
      if (event.pointerType === 'mouse') listener.hover(x);
      return;
    }
    if (press.id !== event.pointerId) return;
    if (press.kind === 'press' && Math.abs(x - press.from) >= DRAG_PX) {
      clearTimeout(timer);
      press.kind = 'drag';
      element.setPointerCapture(event.pointerId);
      listener.hover(null);
    }
    if (press.kind === 'drag') listener.drag(press.from, x);
    if (press.kind === 'hold') listener.hover(x);
  });

  /** @param {PointerEvent} event */
  const end = (event) => {
    if (press?.id !== event.pointerId) return;
    clearTimeout(timer);
    const { kind, from } = press;
    press = null;
    if (kind === 'drag') listener.let_go();
    if (kind === 'hold') listener.hover(null);
    if (kind === 'press' && event.type === 'pointerup') listener.tap(from);
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener('pointerleave', () => !press && listener.hover(null));
}
