// A range input that stays unset until it is touched, above steps that can be tapped.

function build(root, data, send) {
  const { least, most } = data;
  root.innerHTML = `
    <div class="label"><b></b><output class="unset" aria-hidden="true"></output></div>
    <p class="question"></p>
    <div class="track"><input type="range" class="unset" step="1"></div>
    <div class="steps" role="group"></div>
    <div class="ends" aria-hidden="true"><span></span><span></span></div>`;
  const input = root.querySelector("input");
  const output = root.querySelector("output");
  const steps = root.querySelector(".steps");
  root.querySelector("b").textContent = data.label;
  root.querySelector(".question").textContent = data.question;
  steps.setAttribute("aria-label", `${data.label}, steps`);
  const [low, high] = root.querySelectorAll(".ends span");
  low.textContent = `${least} ${data.low}`;
  high.textContent = `${most} ${data.high}`;
  input.min = least;
  input.max = most;

  const buttons = [];
  for (let value = least; value <= most; value += 1) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = value;
    button.setAttribute("aria-label", `${data.label} ${value}`);
    button.addEventListener("click", () => choose(value));
    steps.append(button);
    buttons.push(button);
  }

  function show(value) {
    const unset = value === null || value === undefined;
    input.classList.toggle("unset", unset);
    output.classList.toggle("unset", unset);
    output.textContent = unset ? "tap a number" : value;
    input.value = unset ? Math.round((least + most) / 2) : value;
    // In the name too: some browsers tell the value of a range and leave aria-valuetext out.
    input.setAttribute("aria-label", unset ? `${data.label}, not rated yet` : data.label);
    input.setAttribute("aria-valuetext", unset ? "not rated yet" : `${value} of ${most}`);
    input.style.setProperty("--filled", unset ? "0%" : `${((value - least) / (most - least)) * 100}%`);
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(!unset && index + least === value)));
  }

  function choose(value) {
    show(value);
    send(value);
  }

  input.addEventListener("input", () => show(Number(input.value)));
  input.addEventListener("change", () => choose(Number(input.value)));
  // A tap on the middle of an unset range changes nothing, so no event would tell of it.
  input.addEventListener("click", () => input.classList.contains("unset") && choose(Number(input.value)));
  show(data.value);
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".rating");
  const drawn = JSON.stringify(data);
  if (root.dataset.drawn === drawn) return;
  root.dataset.drawn = drawn;
  build(root, data, (value) => setStateValue("value", value));
}
