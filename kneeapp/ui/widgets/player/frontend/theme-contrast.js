// What the page's theme asks of the player's own colours.

/**
 * Whether the page is dark, and whether dark or light words can be read on its accent colour.
 * @param {Element} element
 */
export function schemeOf(element) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const light = (name) => luminance(style.getPropertyValue(name));
  return {
    scheme: light('--st-background-color') < 0.4 ? 'dark' : 'light',
    onAccent: light('--st-primary-color') > 0.3 ? 'dark' : 'light',
  };
}

/**
 * Relative luminance (0-1) by WCAG 2.2 of a #rrggbb or rgb() colour; light where it cannot be read.
 * @param {string} colour
 */
export function luminance(colour) {
  const hex = /^\s*#([0-9a-f]{6})/i.exec(colour)?.[1];
  const parts = hex ? hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) : colour.match(/[\d.]+/g)?.map(Number);
  if (!parts) return 1;
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
