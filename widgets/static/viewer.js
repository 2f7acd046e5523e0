// Two pictures side by side at the same size on mid-grey: zoom, move and turn together, light of the display only.
// What was changed stands at each picture's edge and is recorded. No sharpening, no names, no measuring.

function actsOn(view) {
  return view.active.side === "probe" ? say("Tools act on the probe") : say("Tools act on the candidate");
}

function viewOf(model, panes, live) {
  const view = { panes, active: panes[0], linked: true, grid: false, plain: false };
  const [probe, candidate] = panes;
  let frame = 0;
  let saying = 0;
  view.draw = () => {
    frame = 0;
    panes.forEach((each) => {
      drawPane(each, view.plain);
      view.pins.draw(each);
    });
    view.adjunct.draw(probe, candidate, view.plain);
    view.tools.show(view.active.state, view.linked ? "" : actsOn(view));
  };
  view.later = () => (frame ||= requestAnimationFrame(view.draw));
  view.say = (text) => {
    clearTimeout(saying);
    live.textContent = text;
  };
  view.changed = () => {
    view.later();
    view.record.note();
  };
  view.tell = () => {
    clearTimeout(saying);
    saying = setTimeout(() => (live.textContent = `${view.linked ? say("Both pictures") : say(view.active.side)}: ${words(view.active.state, scaleOf(view.active), view.plain)}`), 500);
  };
  view.stop = () => {
    clearTimeout(saying);
    cancelAnimationFrame(frame);
  };
  view.look = () => looked(model, view);
  return Object.assign(view, placing(view), showing(view));
}

function placing(view) {
  const every = (act) => {
    (view.linked ? view.panes : [view.active]).forEach(act);
    view.changed();
    view.tell();
  };
  // One factor for all pictures, as far as each can go: their places to each other are kept.
  const possible = (factor) => {
    const each = view.linked ? view.panes : [view.active];
    return each.reduce((most, self) => between(LEAST_ZOOM / self.state.zoom, mostZoom(self) / self.state.zoom, most), factor);
  };
  return {
    use: (self) => {
      if (view.active === self) return;
      view.active = self;
      view.later();
    },
    zoom: (factor, at) => {
      const by = possible(factor);
      every((self) => zoomed(self.state, by, at));
    },
    move: (self, dx, dy) => {
      view.active = self;
      every((each) => moved(each.state, dx, dy));
    },
    turn: (by) => every((self) => turned(self.state, by)),
    turnTo: (turn) => view.turn(turn - view.active.state.turn),
    fit: () => every((self) => fitted(self.state)),
    exact: () => view.zoom(1 / scaleOf(view.active)),
    fitOrExact: () => (Math.abs(view.active.state.zoom - 1) < 0.001 ? view.exact() : view.fit()),
  };
}

function showing(view) {
  return {
    light: (self, act) => {
      view.active = self;
      view.plain = false;
      act(self.state);
      view.changed();
      view.tell();
    },
    asReceived: () => {
      view.plain = !view.plain;
      view.changed();
      view.tell();
    },
    showGrid: (on) => {
      view.grid = on;
      view.tools.grid.checked = on;
      view.panes.forEach((each) => (each.grid.hidden = !on));
      view.changed();
    },
    link: (on) => {
      view.linked = on;
      view.tools.linked.checked = on;
      view.changed();
      view.say(on ? say("Pictures move together.") : `${say("Pictures move apart.")} ${actsOn(view)}.`);
    },
    reset: () => {
      view.panes.forEach((each) => Object.assign(each.state, START));
      view.plain = false;
      view.showGrid(false);
      view.tell();
    },
  };
}

function display(self, plain) {
  const { turn, gamma, contrast, inverted } = plain ? { ...self.state, ...AS_RECEIVED } : self.state;
  const round = (value, digits) => Number(value.toFixed(digits));
  return { scale: round(scaleOf(self), 3), turn, gamma: round(gamma, 1), contrast: round(contrast, 1), inverted };
}

function looked(model, view) {
  const [probe, candidate] = view.panes;
  if (!shown(probe)) return null;
  const both = shown(candidate);
  return {
    view: both ? view.adjunct.state.mode : "probe_alone",
    letter: both ? model.get("current") : "",
    number: both ? model.get("picture_at") + 1 : 0,
    probe: display(probe, view.plain),
    candidate: both ? display(candidate, view.plain) : null,
    grid: view.grid,
    together: view.linked,
    adjunct: view.adjunct.state.on,
  };
}

function build(model, el) {
  const live = make("p", { class: "lb-visually-hidden", role: "status", "aria-live": "polite", "data-testid": "view-live" });
  const panes = [pane("probe", say("Probe")), pane("candidate", say("Candidate"))];
  const view = viewOf(model, panes, live);
  view.record = recorder(model, view.look);
  view.pins = pinBox(model, view);
  view.adjunct = adjunctBox(view);
  view.tools = toolBar(view);
  panes.forEach((each) => {
    lightBar(each, view);
    drags(each, view);
  });
  panes[1].stage.insertBefore(view.adjunct.mount, panes[1].grid);
  const choices = make("div", { class: "lb-view-pictures", role: "group", "aria-label": say("Pictures of this candidate") });
  const place = make("div", { class: "lb-strip" });
  const keysOn = tick("keys-on", say("Single keys work on this page"), () => {}, true);
  const help = helpBox(keysOn);
  const second = make("div", { class: "lb-view-tools" }, view.pins.bar, view.adjunct.toggle, choices);
  el.classList.add("lb-viewer");
  el.append(make("div", { class: "lb-view" }, panes[0].box, panes[1].box), view.tools.bar, second, view.adjunct.box, place,
    make("div", { class: "lb-view-foot" }, view.pins.details, help), live);
  return { view, panes, choices, place, help, keysOn };
}

function render({ model, el }) {
  const { view, panes, choices, place, help, keysOn } = build(model, el);
  const [probe, candidate] = panes;
  const press = keys(model, view, help, keysOn);
  const row = (event) => view.pins.follow(event.target);
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", row);
  const watch = new ResizeObserver(() => {
    panes.forEach((each) => each.measure());
    view.later();
  });
  panes.forEach((each) => watch.observe(each.stage));
  const turnedTo = follow(model, ["probe", "letters", "current", "picture_at", "waiting"], () => {
    const letters = model.get("letters");
    const current = letters.find((each) => each.letter === model.get("current"));
    const picture = current && (current.pictures[model.get("picture_at")] || current.pictures[0]);
    if ((picture || "") !== candidate.address) view.adjunct.rest();
    showPicture(probe, model.get("probe"), say("Probe"), "", view.changed);
    showPicture(candidate, picture || "", current ? say("Candidate {letter}", { letter: current.letter }) : say("Candidate"), model.get("waiting"), view.changed);
    candidate.head.textContent = current ? say("Candidate {letter} of {all} (order shuffled)", { letter: current.letter, all: letters.length }) : say("Candidate");
    pictureChoice(model, choices, current);
    strip(model, place);
    view.pins.fill();
  });
  const pinned = follow(model, ["pins", "components", "pinnable"], view.pins.fill);
  return () => {
    turnedTo();
    pinned();
    watch.disconnect();
    view.record.stop();
    view.adjunct.stop();
    view.stop();
    document.removeEventListener("keydown", press);
    document.removeEventListener("focusin", row);
  };
}

export default { render };
