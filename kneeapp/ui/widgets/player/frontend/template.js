// The player's skeleton: every part once, found again by its class.

/** @param {string} path */
const icon = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;

export const ICONS = {
  leave: icon('M6 9l6 6 6-6'),
  sound: icon('M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12'),
  muted: icon('M4 9v6h4l5 4V5L8 9zM17 9.5l5 5M22 9.5l-5 5'),
  options: icon('M5 7h9M18 7h1M5 17h1M10 17h9M16 5v4M8 15v4'),
  back: icon('M18 6l-8.5 6 8.5 6zM6.5 6v12'),
  skip: icon('M6 6l8.5 6L6 18zM17.5 6v12'),
  stop: icon('M7 7h10v10H7z'),
};

/** The numbers 0-10 to tap. */
export const RATING_BUTTONS = `<div class="rating-buttons">${Array.from(
  { length: 11 },
  (_, value) => `<button data-action="number" data-value="${value}">${value}</button>`,
).join('')}</div>`;

export const TEMPLATE = `
<dialog class="screen" aria-label="Player">
 <div class="content">
  <div class="scroll-area">
  <header class="top">
   <button class="icon leave" data-action="leave" aria-label="Leave full screen">${ICONS.leave}</button>
   <div class="overall">
    <div class="summary"><span class="count"></span><span class="remaining"></span></div>
    <div class="progress" role="progressbar" aria-label="Whole session" aria-valuemin="0" aria-valuemax="100"><i></i></div>
   </div>
   <button class="icon mute" data-action="mute"></button>
   <button class="icon options" data-action="options" aria-label="Voice and settings">${ICONS.options}</button>
  </header>
  <section class="step-info">
   <h2 class="title"></h2>
   <p class="cue"></p>
  </section>
  <figure class="figure"></figure>
  <button class="hands-free" data-action="eased">Tap anywhere when it eases</button>
  <div class="activity">
  <section class="time">
   <p class="phase"></p>
   <div class="digits" role="timer" aria-live="off"><span class="clock"></span><span class="total"></span></div>
   <div class="sets"><div class="set-dots"></div><span class="set-left"></span></div>
   <div class="pacer" aria-hidden="true"><i></i></div>
  </section>
  <section class="spot" aria-label="Spot">
   <button class="wide filled eased" data-action="eased">It eased</button>
   <button class="wide anywhere" data-action="anywhere" aria-pressed="false">Tap anywhere</button>
  </section>
  <section class="tenderness"></section>
  <section class="scale" role="group">
   <h3 class="question"></h3>
   ${RATING_BUTTONS}
   <p class="scale-ends"></p>
  </section>
  </div>
  <p class="next"></p>
  <p class="save-status"></p>
  </div>
  <nav class="controls" aria-label="Player">
   <button class="control stop" data-action="stop">${ICONS.stop}<span>Stop</span></button>
   <button class="control back" data-action="back">${ICONS.back}<span>Back</span></button>
   <button class="control primary" data-action="toggle"></button>
   <button class="control skip" data-action="skip">${ICONS.skip}<span>Skip</span></button>
  </nav>
  <ol class="plan" aria-label="Steps"></ol>
 </div>
 <div class="dialog-area"></div>
 <div class="flash" aria-hidden="true"></div>
 <p class="announcements" role="status" aria-live="polite"></p>
</dialog>`;
