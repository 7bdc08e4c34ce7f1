// A range input that stays unset until it is touched, above steps that can be tapped.

/** @import { ComponentArguments } from '#component' */
/** @import { RatingData } from '#payloads' */

/** @type {WeakMap<Element, string>} what each element shows, as text */
const shown = new WeakMap();

/**
 * Fill an element.
 * @param {Element} root
 * @param {string} html
 * @returns {(selector: string) => HTMLElement} finds what is in it
 */
function fill(root, html) {
  root.innerHTML = html;
  return (selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
}

/**
 * @param {Element} root
 * @param {RatingData} data
 * @param {(value: number) => void} send
 */
function build(root, data, send) {
  const { least, most } = data;
  const part = fill(
    root,
    `
    <div class="label"><b></b><output class="unset" aria-hidden="true"></output></div>
    <p class="question"></p>
    <div class="track"><input type="range" class="unset" step="1"></div>
    <div class="steps" role="group"></div>
    <div class="ends" aria-hidden="true"><span></span><span></span></div>`,
  );
  const input = /** @type {HTMLInputElement} */ (part('input'));
  const output = part('output');
  const steps = part('.steps');
  part('b').textContent = data.label;
  part('.question').textContent = data.question;
  steps.setAttribute('aria-label', `${data.label}, steps`);
  part('.ends span:first-child').textContent = `${least} ${data.low}`;
  part('.ends span:last-child').textContent = `${most} ${data.high}`;
  input.min = String(least);
  input.max = String(most);

  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  for (let value = least; value <= most; value += 1) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = String(value);
    button.setAttribute('aria-label', `${data.label} ${value}`);
    button.addEventListener('click', () => choose(value));
    steps.append(button);
    buttons.push(button);
  }

  /** @param {number | null} value */
  function show(value) {
    const unset = value === null;
    input.classList.toggle('unset', unset);
    output.classList.toggle('unset', unset);
    output.textContent = unset ? 'tap a number' : String(value);
    input.value = String(unset ? Math.round((least + most) / 2) : value);
    // In the name too: some browsers tell the value of a range and leave aria-valuetext out.
    input.setAttribute('aria-label', unset ? `${data.label}, not rated yet` : data.label);
    input.setAttribute('aria-valuetext', unset ? 'not rated yet' : `${value} of ${most}`);
    input.style.setProperty('--filled', unset ? '0%' : `${((value - least) / (most - least)) * 100}%`);
    buttons.forEach((button, index) => {
      button.setAttribute('aria-pressed', String(index + least === value));
    });
  }

  /** @param {number} value */
  function choose(value) {
    show(value);
    send(value);
  }

  input.addEventListener('input', () => show(Number(input.value)));
  input.addEventListener('change', () => choose(Number(input.value)));
  // A tap on the middle of an unset range changes nothing, so no event would tell of it.
  input.addEventListener('click', () => {
    if (input.classList.contains('unset')) choose(Number(input.value));
  });
  show(data.value ?? null);
}

/** @param {ComponentArguments<RatingData, { value: number }>} args */
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector('.rating');
  const now = JSON.stringify(data);
  if (!root || shown.get(root) === now) return;
  shown.set(root, now);
  build(root, data, (value) => setStateValue('value', value));
}
