// One of the two stages: the picture, the other's picture laid over it in adjunct views, grid, pins, crosshair, edge.

const STAGE_KEYS = "Shift and arrows move the picture, plus and minus zoom, R turns, P places a pin. Question mark lists all keys.";

function pane(side, title) {
  const light = lightFilter();
  const image = make("img", { class: "lb-view-picture", draggable: "false", hidden: true });
  const mount = make("div", { class: "lb-view-mount" }, image);
  const grid = make("div", { class: "lb-view-grid", hidden: true });
  const pins = make("div", { class: "lb-view-pins", "aria-hidden": "true" });
  const cross = make("div", { class: "lb-view-cross", "aria-hidden": "true", hidden: true, "data-testid": `crosshair-${side}` });
  const empty = make("p", { class: "lb-view-empty" });
  const stage = make("div", { class: "lb-view-stage lb-mount", tabindex: "0", role: "application", "aria-roledescription": say("picture on a stage"), "data-testid": `stage-${side}` }, mount, grid, pins, cross, empty);
  const edge = make("p", { class: "lb-view-edge", "data-testid": `edge-${side}` });
  const bar = make("div", { class: "lb-view-bar", role: "group", "aria-label": side === "probe" ? say("Light of the probe, for the display only") : say("Light of the candidate, for the display only") });
  const head = make("h2", {}, title);
  const frame = make("div", { class: "lb-view-frame" }, stage, edge);
  const box = make("section", { class: "lb-view-pane", "aria-label": title }, head, frame, bar, light.node);
  const self = { side, state: { ...START }, image, mount, stage, pins, cross, grid, empty, head, bar, edge, box, light, address: "", size: { width: 1, height: 1 } };
  self.measure = () => (self.size = { width: stage.clientWidth || 1, height: stage.clientHeight || 1 });
  return self;
}

function shown(self) {
  return !self.image.hidden && self.image.naturalWidth > 0;
}

function fitOf({ image, size }) {
  return Math.min(size.width / image.naturalWidth, size.height / image.naturalHeight);
}

// How many screen pixels one picture pixel takes.
function scaleOf(self) {
  if (!shown(self)) return self.state.zoom;
  return fitOf(self) * self.state.zoom * (window.devicePixelRatio || 1);
}

function mostZoom(self) {
  return shown(self) ? Math.max(16, 8 / fitOf(self)) : 16;
}

function drawPane(self, plain) {
  const { state, image, mount, light, stage, edge, size } = self;
  image.style.transform = transformOf(state, size);
  mount.style.filter = light.use(plain ? AS_RECEIVED : state);
  const there = shown(self);
  edge.textContent = there ? words(state, scaleOf(self), plain) : "";
  stage.dataset.state = [state.zoom.toFixed(3), state.x.toFixed(3), state.y.toFixed(3), state.turn, state.gamma.toFixed(1), state.contrast.toFixed(1), state.inverted ? "inverted" : "upright"].join(" ");
  if (self.controls) self.controls.show(state);
}

// From a place on the stage, in stage pixels from its middle, to a place in the picture in picture pixels; and back.
function toPicture(self, place) {
  const { state, size, image } = self;
  const angle = (-state.turn * Math.PI) / 180;
  const scale = fitOf(self) * state.zoom;
  const dx = place.x - state.x * size.width;
  const dy = place.y - state.y * size.width;
  return {
    x: (dx * Math.cos(angle) - dy * Math.sin(angle)) / scale + image.naturalWidth / 2,
    y: (dx * Math.sin(angle) + dy * Math.cos(angle)) / scale + image.naturalHeight / 2,
  };
}

function toStage(self, point) {
  const { state, size, image } = self;
  const angle = (state.turn * Math.PI) / 180;
  const scale = fitOf(self) * state.zoom;
  const dx = (point.x - image.naturalWidth / 2) * scale;
  const dy = (point.y - image.naturalHeight / 2) * scale;
  return {
    x: dx * Math.cos(angle) - dy * Math.sin(angle) + state.x * size.width,
    y: dx * Math.sin(angle) + dy * Math.cos(angle) + state.y * size.width,
  };
}

// The new picture is decoded before it takes the place of the old one, so that no frame waits for it.
async function showPicture(self, address, role, waiting, changed) {
  self.empty.hidden = Boolean(address);
  self.empty.textContent = address ? "" : waiting;
  self.stage.setAttribute("aria-label", address ? `${role}. ${say(STAGE_KEYS)}` : `${role}: ${waiting}`);
  self.bar.hidden = !address;
  self.image.alt = role;
  if (self.address === address) return;
  self.address = address;
  self.image.hidden = true;
  changed();
  if (!address) return;
  const next = make("img", { class: "lb-view-picture", draggable: "false", alt: role, src: address });
  self.stage.setAttribute("aria-busy", "true");
  try {
    await next.decode();
  } catch (error) {
    if (self.address !== address) return;
    self.address = "";
    self.empty.hidden = false;
    self.empty.textContent = say("This picture could not be loaded. Reload the page, or go to another candidate and back.");
    self.stage.removeAttribute("aria-busy");
    return;
  }
  if (self.address !== address) return;
  next.alt = self.image.alt;
  self.image.replaceWith(next);
  self.image = next;
  self.stage.removeAttribute("aria-busy");
  changed();
}
