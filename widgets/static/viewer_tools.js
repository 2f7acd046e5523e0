// The tools: one bar for zoom and turn of both pictures or of the one in use, and a bar of light for each picture.

const TURN_STEP = 5;
const ZOOM_STEP = 1.25;

function tool(id, text, label, act) {
  return make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": label, title: label, "data-testid": id, onclick: act }, text);
}

function slider(id, name, label, range, hear) {
  const [min, max, step, value] = range;
  const input = make("input", { type: "range", min, max, step, value, "aria-label": label, "data-testid": id });
  input.addEventListener("input", () => hear(Number(input.value)));
  return { input, box: make("label", { class: "lb-view-slider" }, name, input) };
}

function tick(id, text, act, checked = false) {
  const input = make("input", { type: "checkbox", checked, "data-testid": id });
  input.addEventListener("change", () => act(input.checked));
  return { input, box: make("label", { class: "lb-view-tick" }, input, text) };
}

function lightBar(self, view) {
  const change = (act) => view.light(self, act);
  const gamma = slider(`gamma-${self.side}`, say("Gamma"), say("Display gamma, {side}", { side: say(self.side) }), [0.4, 2.5, 0.1, 1], (value) => change((state) => (state.gamma = value)));
  const contrast = slider(`contrast-${self.side}`, say("Contrast"), say("Display contrast, {side}", { side: say(self.side) }), [0.4, 2.5, 0.1, 1], (value) => change((state) => (state.contrast = value)));
  const invert = tool(`invert-${self.side}`, say("Invert"), say("Invert the display, {side}", { side: say(self.side) }), () => change((state) => (state.inverted = !state.inverted)));
  self.bar.append(gamma.box, contrast.box, invert);
  self.controls = {
    show(state) {
      gamma.input.value = String(state.gamma);
      contrast.input.value = String(state.contrast);
      invert.setAttribute("aria-pressed", state.inverted ? "true" : "false");
    },
  };
}

function toolBar(view) {
  const turn = slider("turn", say("Turn"), say("Turn in degrees"), [-180, 180, 1, 0], (value) => view.turnTo(value));
  const grid = tick("grid", say("Grid"), (on) => view.showGrid(on));
  const linked = tick("linked", say("Together"), (on) => view.link(on), true);
  linked.input.setAttribute("aria-label", say("Zoom, move and turn both pictures together"));
  const scope = make("span", { class: "lb-view-scope", "data-testid": "scope" });
  const bar = make("div", { class: "lb-view-tools", role: "group", "aria-label": say("Zoom and turn") },
    tool("fit", say("Fit"), say("Fit to the stage"), () => view.fit()),
    tool("exact", "1:1", say("One picture pixel to one screen pixel"), () => view.exact()),
    tool("zoom-in", "+", say("Zoom in"), () => view.zoom(ZOOM_STEP)),
    tool("zoom-out", "−", say("Zoom out"), () => view.zoom(1 / ZOOM_STEP)),
    tool("turn-quarter", "90°", say("Turn by a quarter"), () => view.turn(90)),
    turn.box, grid.box, linked.box,
    tool("reset", say("Reset"), say("Reset the display of both pictures"), () => view.reset()),
    scope);
  return {
    bar, grid: grid.input, linked: linked.input,
    show(state, where) {
      turn.input.value = String(state.turn);
      turn.input.setAttribute("aria-valuetext", say("{angle} degrees", { angle: state.turn }));
      if (scope.textContent !== where) scope.textContent = where;
    },
  };
}

function drags(self, view) {
  let from = null;
  const here = (event) => {
    const box = self.stage.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };
  self.stage.addEventListener("pointerdown", (event) => {
    view.use(self);
    if (view.pins.press(self, here(event))) return;
    from = { x: event.clientX, y: event.clientY };
    self.stage.setPointerCapture(event.pointerId);
  });
  self.stage.addEventListener("pointermove", (event) => {
    if (view.pins.hover(self, here(event)) || !from) return;
    const { width } = self.size;
    view.move(self, (event.clientX - from.x) / width, (event.clientY - from.y) / width);
    from = { x: event.clientX, y: event.clientY };
  });
  for (const name of ["pointerup", "pointercancel"]) self.stage.addEventListener(name, () => (from = null));
  self.stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== self.stage) return;
    event.preventDefault();
    view.use(self);
    const place = here(event);
    view.zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1, { x: place.x / self.size.width, y: place.y / self.size.width });
  }, { passive: false });
  self.stage.addEventListener("focus", () => view.use(self));
}
