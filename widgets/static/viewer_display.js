// How a picture is shown: zoom, place, turn, gamma, contrast, inversion. The picture itself is never altered.
// Zoom 1 fits the stage; x and y are in widths of the stage, from its middle.

const AS_RECEIVED = { gamma: 1, contrast: 1, inverted: false };
const START = { zoom: 1, x: 0, y: 0, turn: 0, ...AS_RECEIVED };
const LEAST_ZOOM = 0.25;

function between(low, high, value) {
  return Math.min(high, Math.max(low, value));
}

function whole(turn) {
  const within = ((Math.round(turn) % 360) + 360) % 360;
  return within > 180 ? within - 360 : within;
}

function zoomed(state, factor, at = { x: 0, y: 0 }) {
  state.zoom *= factor;
  state.x = at.x + (state.x - at.x) * factor;
  state.y = at.y + (state.y - at.y) * factor;
}

function turned(state, by) {
  const angle = (by * Math.PI) / 180;
  const { x, y } = state;
  state.x = x * Math.cos(angle) - y * Math.sin(angle);
  state.y = x * Math.sin(angle) + y * Math.cos(angle);
  state.turn = whole(state.turn + by);
}

function moved(state, dx, dy) {
  const far = 0.5 + state.zoom / 2;
  state.x = between(-far, far, state.x + dx);
  state.y = between(-far, far, state.y + dy);
}

function fitted(state) {
  Object.assign(state, { zoom: 1, x: 0, y: 0 });
}

function transformOf(state, size) {
  const { x, y, turn, zoom } = state;
  return `translate(${(x * size.width).toFixed(2)}px, ${(y * size.width).toFixed(2)}px) rotate(${turn}deg) scale(${zoom.toFixed(5)})`;
}

function words(state, scale, plain) {
  const size = Math.abs(scale - 1) < 0.01 ? "1:1" : scale < 1 ? `1:${decimal(1 / scale, 1)}` : `${decimal(scale, 1)}:1`;
  const shown = plain ? AS_RECEIVED : state;
  const parts = [size, say("gamma {value}", { value: decimal(shown.gamma, 1) }), say("contrast {value}", { value: decimal(shown.contrast, 1) }), say("turned {angle}°", { angle: state.turn })];
  if (shown.inverted) parts.push(say("inverted"));
  if (plain) parts.push(say("light as received"));
  return parts.join(" · ");
}

// The filter works on what is drawn: gamma, then contrast about mid-grey, then inversion, in sRGB.
function lightFilter() {
  const id = ident("lb-light");
  const power = ["R", "G", "B"].map((channel) => sketch(`feFunc${channel}`, { type: "gamma", exponent: 1 }));
  const line = ["R", "G", "B"].map((channel) => sketch(`feFunc${channel}`, { type: "linear", slope: 1, intercept: 0 }));
  const steps = [power, line].map((functions) => {
    const step = sketch("feComponentTransfer");
    step.append(...functions);
    return step;
  });
  const filter = sketch("filter", { id, "color-interpolation-filters": "sRGB", x: 0, y: 0, width: 1, height: 1 });
  filter.append(...steps);
  const node = sketch("svg", { width: 0, height: 0, "aria-hidden": "true", class: "lb-view-filter" });
  node.append(filter);
  const use = ({ gamma, contrast, inverted }) => {
    const sign = inverted ? -1 : 1;
    const intercept = 0.5 - (sign * contrast) / 2;
    power.forEach((each) => each.setAttribute("exponent", String(1 / gamma)));
    line.forEach((each) => {
      each.setAttribute("slope", String(sign * contrast));
      each.setAttribute("intercept", String(intercept));
    });
    return gamma === 1 && contrast === 1 && !inverted ? "" : `url(#${id})`;
  };
  return { node, use };
}
