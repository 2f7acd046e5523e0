// Two pictures side by side at the same size on mid-grey: zoom and pan linked, gamma and rotation of the display only.
// What was changed stands at the picture's edge. No overlay, no sharpening, no names.

const START = { zoom: 1, x: 0, y: 0, gamma: 1, turn: 0 };
const STEPS = [
  ["fit", "Fit", "Fit both pictures", (state) => Object.assign(state, { zoom: 1, x: 0, y: 0 })],
  ["zoom-in", "+", "Zoom in", (state) => (state.zoom = Math.min(16, state.zoom * 1.25))],
  ["zoom-out", "−", "Zoom out", (state) => (state.zoom = Math.max(0.25, state.zoom / 1.25))],
  ["turn", "Rotate", "Rotate by 90 degrees", (state) => (state.turn = (state.turn + 90) % 360)],
  ["reset", "Reset", "Reset the display", (state) => Object.assign(state, START)],
];

function pane(side, title, changed) {
  const state = { ...START };
  const filter = ident("lb-gamma");
  const image = make("img", { class: "lb-view-picture", draggable: "false" });
  const transfer = ["R", "G", "B"].map((channel) => sketch(`feFunc${channel}`, { type: "gamma", exponent: 1 }));
  const component = sketch("feComponentTransfer");
  component.append(...transfer);
  const shape = sketch("filter", { id: filter, "color-interpolation-filters": "sRGB" });
  shape.append(component);
  const drawing = sketch("svg", { width: 0, height: 0, "aria-hidden": "true", class: "lb-view-filter" });
  drawing.append(shape);
  const words = make("p", { class: "lb-view-empty" });
  const stage = make("div", { class: "lb-view-stage lb-mount", tabindex: "0", role: "group", "data-testid": `stage-${side}` }, image, words, drawing);
  const edge = make("p", { class: "lb-view-edge" });
  const bar = make("div", { class: "lb-view-bar", role: "toolbar" });
  const head = make("h2", {}, title);
  const box = make("section", { class: "lb-view-pane" }, head, stage, edge, bar);
  const self = { side, state, image, stage, words, head, bar, edge, box };
  self.draw = () => {
    const { zoom, x, y, gamma, turn } = state;
    image.style.transform = `translate(${x * 100}%, ${y * 100}%) rotate(${turn}deg) scale(${zoom})`;
    image.style.filter = gamma === 1 ? "" : `url(#${filter})`;
    transfer.forEach((node) => node.setAttribute("exponent", String(1 / gamma)));
    const pixels = scaleOf(self);
    const size = Math.abs(pixels - 1) < 0.01 ? "1:1" : `${pixels.toFixed(2)} screen pixels to one`;
    edge.textContent = image.hidden ? "" : `${size} · gamma ${gamma.toFixed(1)} · rotated ${turn}°`;
    if (self.slider) self.slider.value = String(gamma);
    stage.dataset.state = `${zoom.toFixed(3)} ${x.toFixed(3)} ${y.toFixed(3)} ${gamma.toFixed(1)} ${turn}`;
  };
  image.addEventListener("load", self.draw);
  tools(self, changed);
  drags(self, changed);
  return self;
}

function scaleOf({ image, stage, state }) {
  if (!image.naturalWidth || !stage.clientWidth) return state.zoom;
  const fit = Math.min(stage.clientWidth / image.naturalWidth, stage.clientHeight / image.naturalHeight);
  return fit * state.zoom * (window.devicePixelRatio || 1);
}

function exact(self) {
  const now = scaleOf(self);
  if (now > 0) self.state.zoom /= now;
}

function tools(self, changed) {
  const button = (id, text, label, act) =>
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": `${label}, ${self.side}`, "data-testid": `${id}-${self.side}`, onclick: () => changed(self, act) }, text);
  const [fit, ...others] = STEPS;
  self.slider = make("input", { type: "range", min: "0.4", max: "2.5", step: "0.1", value: "1", "aria-label": `Display gamma, ${self.side}`, "data-testid": `gamma-${self.side}` });
  self.slider.addEventListener("input", () => changed(self, (state) => (state.gamma = Number(self.slider.value)), true));
  self.bar.setAttribute("aria-label", `Display of the ${self.side}`);
  self.bar.append(
    button(...fit),
    button("exact", "1:1", "One picture pixel to one screen pixel", () => exact(self)),
    ...others.map((step) => button(...step)),
    make("label", { class: "lb-view-gamma" }, "Gamma", self.slider),
  );
}

function drags(self, changed) {
  let from = null;
  self.stage.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
    self.stage.setPointerCapture(event.pointerId);
  });
  self.stage.addEventListener("pointermove", (event) => {
    if (!from) return;
    const dx = (event.clientX - from.x) / (self.image.clientWidth || 1);
    const dy = (event.clientY - from.y) / (self.image.clientHeight || 1);
    from = { x: event.clientX, y: event.clientY };
    changed(self, (state) => Object.assign(state, { x: state.x + dx, y: state.y + dy }));
  });
  for (const name of ["pointerup", "pointercancel"]) self.stage.addEventListener(name, () => (from = null));
  self.stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== self.stage) return;
    event.preventDefault();
    changed(self, (state) => (state.zoom = Math.min(16, Math.max(0.25, state.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1)))));
  }, { passive: false });
}

function tile(model, letter, at) {
  const words = { excluded: "excluded", not_excluded: "not excluded", unclear: "unclear" }[letter.disposition] || "open";
  const here = model.get("current") === letter.letter;
  const go = () => choose(model, letter.letter);
  return make("button", { type: "button", class: "lb-tile", "aria-pressed": here ? "true" : "false", "data-testid": `letter-${letter.letter}`, "data-disposition": letter.disposition || "open", onclick: go },
    make("span", { class: "lb-tile-letter" }, letter.letter), make("span", { class: "lb-tile-words" }, words));
}

function choose(model, letter) {
  model.set("current", letter);
  model.set("picture_at", 0);
  model.save_changes();
}

function move(model, step) {
  const letters = model.get("letters").map((each) => each.letter);
  if (!letters.length) return;
  const at = letters.indexOf(model.get("current"));
  choose(model, letters[(at + step + letters.length) % letters.length]);
}

function strip(model, place) {
  const letters = model.get("letters");
  place.hidden = letters.length === 0;
  if (!letters.length) return;
  const held = place.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
  const done = letters.filter((each) => each.disposition).length;
  place.replaceChildren(
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": "Candidate before", "data-testid": "before", onclick: () => move(model, -1) }, "◂"),
    make("div", { class: "lb-tiles", role: "group", "aria-label": "Candidates by letter" }, ...letters.map((each, at) => tile(model, each, at))),
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": "Next candidate", "data-testid": "after", onclick: () => move(model, 1) }, "▸"),
    make("p", { class: "lb-strip-count", role: "status", "data-testid": "disposed" }, `disposed ${done} of ${letters.length}`),
  );
  const again = held && place.querySelector(`[data-testid="${CSS.escape(held)}"]`);
  if (again) again.focus();
}

function pictures(model, place, current) {
  place.hidden = !current || current.pictures.length < 2;
  if (place.hidden) return;
  const go = (at) => () => {
    model.set("picture_at", at);
    model.save_changes();
  };
  place.replaceChildren(...current.pictures.map((_, at) =>
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-pressed": model.get("picture_at") === at ? "true" : "false", "data-testid": `picture-${at + 1}`, onclick: go(at) }, `Picture ${at + 1} of ${current.pictures.length}`)));
}

const HELP = [
  ["← →", "candidate before, next candidate"],
  ["E, K, U", "excluded, keep (not excluded), unclear"],
  ["1 to 5", "value of the conclusion, from the top"],
  ["N", "none of these"],
  ["Z", "between fit and 1:1"],
  ["?", "these keys"],
];

function keys(model, panes, helpBox, changed) {
  return (event) => {
    if (typing(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (fits(event.target, "input[type=radio]") && event.key.startsWith("Arrow")) return;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (letter === "?") helpBox.open = !helpBox.open;
    else if (letter === "z") changed(panes[0], (state) => (state.zoom === 1 ? exact(panes[0]) : Object.assign(state, { zoom: 1, x: 0, y: 0 })));
    else if (event.key === "ArrowRight" && model.get("letters").length) move(model, 1);
    else if (event.key === "ArrowLeft" && model.get("letters").length) move(model, -1);
    else if (model.get("asks") && /^[1-5nekuENKU]$/.test(event.key)) model.send({ event: "key", key: letter });
    else return;
    event.preventDefault();
  };
}

function render({ model, el }) {
  const linked = make("input", { type: "checkbox", checked: true, id: ident("lb-link"), "data-testid": "linked" });
  let panes = [];
  const changed = (self, act, alone) => {
    act(self.state);
    if (linked.checked && !alone) {
      const { zoom, x, y } = self.state;
      for (const other of panes) if (other !== self) Object.assign(other.state, { zoom, x, y });
    }
    panes.forEach((each) => each.draw());
  };
  panes = [pane("probe", "Probe", changed), pane("candidate", "Candidate", changed)];
  const [probe, candidate] = panes;
  const row = make("div", { class: "lb-view" }, probe.box, candidate.box);
  const choices = make("div", { class: "lb-view-pictures", role: "group", "aria-label": "Pictures of this candidate" });
  const place = make("div", { class: "lb-strip" });
  const helpBox = make("details", { class: "lb-details" }, make("summary", {}, "Keys (?)"), make("dl", { class: "lb-facts" }, ...HELP.flatMap(([key, words]) => [make("dt", {}, key), make("dd", {}, words)])));
  el.classList.add("lb-viewer");
  el.append(row, choices, place, make("div", { class: "lb-view-foot" }, make("label", { for: linked.id }, linked, "Zoom and pan together"), helpBox));
  const press = keys(model, panes, helpBox, changed);
  document.addEventListener("keydown", press);
  const watch = new ResizeObserver(() => panes.forEach((each) => each.draw()));
  watch.observe(row);
  const stop = follow(model, ["probe", "letters", "current", "picture_at", "waiting"], () => {
    const current = model.get("letters").find((each) => each.letter === model.get("current"));
    set(probe, model.get("probe"), "Probe", "");
    const shown = current && (current.pictures[model.get("picture_at")] || current.pictures[0]);
    set(candidate, shown || "", current ? `Candidate ${current.letter}` : "Candidate", model.get("waiting"));
    candidate.head.textContent = current ? `Candidate ${current.letter} of ${model.get("letters").length} (order shuffled)` : "Candidate";
    pictures(model, choices, current);
    strip(model, place);
  });
  return () => {
    stop();
    watch.disconnect();
    document.removeEventListener("keydown", press);
  };
}

function set(self, address, role, words) {
  const nothing = !address;
  self.image.hidden = nothing;
  self.bar.hidden = nothing;
  self.words.hidden = !nothing;
  self.words.textContent = nothing ? words : "";
  self.image.alt = role;
  self.stage.setAttribute("aria-label", nothing ? `${role}: ${words}` : `${role}, display`);
  if (!nothing && self.image.getAttribute("src") !== address) self.image.src = address;
  if (nothing) self.image.removeAttribute("src");
  self.draw();
}

export default { render };
