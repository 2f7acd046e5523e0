// Keys. The first group works on the whole page and can be switched off (WCAG 2.1.4); the second while a stage has the focus.

const PAGE_KEYS = [
  ["← →", "candidate before, next candidate"],
  ["E, K, U", "excluded, keep (not excluded), unclear"],
  ["1 to 5", "value of the conclusion, from the top"],
  ["N", "none of these"],
  ["Z", "between fit and 1:1"],
  ["?", "these keys"],
];
const STAGE_ONLY = [
  ["Shift with arrows", "move the picture; so does dragging"],
  ["+ and −", "zoom in, zoom out; so does the wheel, with Ctrl from anywhere"],
  ["R, Shift+R", "turn by 5 degrees, and back"],
  ["G, Shift+G", "gamma up, gamma down"],
  ["C, Shift+C", "contrast up, contrast down"],
  ["I", "invert"],
  ["Space", "light as received, and back"],
  ["L", "pictures together or apart"],
  ["P", "crosshair for a pin: arrows, Enter; Escape leaves"],
  ["Escape", "stop blinking"],
];

function helpBox(keysOn) {
  const list = (rows) => make("dl", { class: "lb-facts" }, ...rows.flatMap(([key, does]) => [make("dt", {}, say(key)), make("dd", {}, say(does))]));
  return make("details", { class: "lb-details lb-view-help", "data-testid": "keys" }, make("summary", {}, say("Keys (?)")),
    make("h3", {}, say("On this page")), list(PAGE_KEYS), keysOn.box,
    make("h3", {}, say("While a picture has the focus")), list(STAGE_ONLY),
    make("p", {}, say("No key locks anything. Nothing here measures: comparison is by features, not by distances or ratios (D-04).")));
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function stageKey(event, view) {
  const self = view.panes.find((each) => each.stage === event.target);
  if (!self) return false;
  view.use(self);
  const back = event.shiftKey;
  const tenth = (value) => Math.round(between(0.4, 2.5, value) * 10) / 10;
  const acts = {
    "+": () => view.zoom(ZOOM_STEP),
    "=": () => view.zoom(ZOOM_STEP),
    "-": () => view.zoom(1 / ZOOM_STEP),
    r: () => view.turn(back ? -TURN_STEP : TURN_STEP),
    g: () => view.light(self, (state) => (state.gamma = tenth(state.gamma + (back ? -0.1 : 0.1)))),
    c: () => view.light(self, (state) => (state.contrast = tenth(state.contrast + (back ? -0.1 : 0.1)))),
    i: () => view.light(self, (state) => (state.inverted = !state.inverted)),
    " ": () => view.asReceived(),
    l: () => view.link(!view.linked),
    p: () => view.pins.start(self),
  };
  if (event.shiftKey && event.key in MOVES) {
    const [dx, dy] = MOVES[event.key];
    view.move(self, dx * 0.05, dy * 0.05);
    return true;
  }
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act) act();
  return Boolean(act);
}

function pageKey(event, model, view, help) {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (letter === "?") help.open = !help.open;
  else if (letter === "z") view.fitOrExact();
  else if (event.key === "ArrowRight" && !event.shiftKey && model.get("letters").length) move(model, 1);
  else if (event.key === "ArrowLeft" && !event.shiftKey && model.get("letters").length) move(model, -1);
  else if (model.get("asks") && /^[1-5neku]$/.test(letter)) model.send({ event: "key", key: letter });
  else return false;
  return true;
}

function keys(model, view, help, keysOn) {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (view.pins.stop() || view.adjunct.rest()) event.preventDefault();
      return;
    }
    if (typing(event.target)) return;
    if (fits(event.target, "input[type=radio]") && event.key.startsWith("Arrow")) return;
    const used = view.pins.key(event) || stageKey(event, view) || (keysOn.input.checked && pageKey(event, model, view, help));
    if (used) event.preventDefault();
  };
}
