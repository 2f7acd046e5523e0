// Pins tie a place in a picture to a row of the checklist. They are placed with the pointer or with a crosshair and keys.
// No distance is measured and no coordinate is shown (D-04).

const COARSE = 10;

function pinBox(model, view) {
  const choice = make("select", { "aria-label": say("Component that the pin is for"), "data-testid": "pin-component" });
  const begin = make("button", { type: "button", class: "lb-button lb-button--small", "data-testid": "pin-begin", onclick: () => start(view.active) }, say("Place a pin"));
  const list = make("ol", { class: "lb-view-pinlist" });
  const summary = make("summary", {}, say("Pins"));
  const details = make("details", { class: "lb-details", "data-testid": "pins" }, summary, list);
  const bar = make("div", { class: "lb-view-pinning" }, make("label", { class: "lb-view-slider" }, say("Pin for"), choice), begin);
  let placing = null;
  let wanted = null;
  let at = { x: 0, y: 0 };

  const title = (id) => (model.get("components").find((each) => each.id === id) || { title: id }).title;
  const here = (pin) => pin.side === "probe" || (pin.letter === model.get("current") && pin.picture === model.get("picture_at") + 1);
  const save = (pins) => {
    model.set("pins", pins);
    model.save_changes();
  };

  function start(self) {
    if (!model.get("pinnable") || !shown(self)) return view.say(say("No pin can be placed here."));
    placing = self;
    at = { x: 0, y: 0 };
    self.cross.hidden = false;
    self.stage.focus();
    aim();
    view.say(say(self.side === "probe" ? "Crosshair in the middle of the probe. Arrows move it, with Shift by one pixel; Enter places the pin for {component}; Escape leaves." : "Crosshair in the middle of the candidate. Arrows move it, with Shift by one pixel; Enter places the pin for {component}; Escape leaves.", { component: title(choice.value) }));
  }

  function aim() {
    const { width, height } = placing.size;
    at = { x: between(-width / 2, width / 2, at.x), y: between(-height / 2, height / 2, at.y) };
    placing.cross.style.transform = `translate(${at.x}px, ${at.y}px)`;
  }

  function stop(quiet) {
    if (!placing) return false;
    placing.cross.hidden = true;
    placing = null;
    if (!quiet) view.say(say("No pin was placed."));
    return true;
  }

  function place() {
    const self = placing;
    const { x, y } = toPicture(self, at);
    const { naturalWidth, naturalHeight } = self.image;
    if (x < 0 || y < 0 || x >= naturalWidth || y >= naturalHeight) return view.say(say("The crosshair is outside the picture."));
    const probe = self.side === "probe";
    const pin = { component: choice.value, side: self.side, letter: probe ? "" : model.get("current"), picture: probe ? 1 : model.get("picture_at") + 1, x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
    stop(true);
    save([...model.get("pins"), pin]);
    view.say(say(self.side === "probe" ? "Pin {number} for {component} placed on the probe." : "Pin {number} for {component} placed on the candidate.", { number: model.get("pins").length, component: title(pin.component) }));
  }

  function remove(number) {
    const pin = model.get("pins")[number];
    save(model.get("pins").filter((_, each) => each !== number));
    view.say(say("Pin for {component} removed.", { component: title(pin.component) }));
    summary.focus();
  }

  function show(pin) {
    if (!here(pin)) {
      wanted = pin;
      model.set("current", pin.letter);
      model.set("picture_at", pin.picture - 1);
      return model.save_changes();
    }
    const self = view.panes.find((each) => each.side === pin.side);
    if (!shown(self)) return null;
    const place = toStage(self, pin);
    view.use(self);
    view.move(self, -place.x / self.size.width, -place.y / self.size.width);
    return view.say(say(pin.side === "probe" ? "The pin for {component} is in the middle of the probe." : "The pin for {component} is in the middle of the candidate.", { component: title(pin.component) }));
  }

  // The row of the checklist in which the person works is the one that the next pin is for.
  function follow(target) {
    const row = target instanceof Element && target.closest("[data-testid]");
    const found = row && model.get("components").find(({ id }) => row.dataset.testid.startsWith(`${id}-`));
    if (found && row.closest("[data-testid=checklist]")) choice.value = found.id;
  }

  function line(pin, number) {
    const place = pin.side === "probe" ? say("probe") : say("candidate {letter}, picture {number}", { letter: pin.letter, number: pin.picture });
    const words = `${title(pin.component)}, ${place}`;
    const removal = make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": say("Remove the pin: {pin}", { pin: words }), "data-testid": `pin-remove-${number + 1}`, onclick: () => remove(number) }, say("Remove"));
    return make("li", { "data-testid": `pin-${number + 1}` }, make("span", {}, words), " ",
      make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": say("Show the pin: {pin}", { pin: words }), "data-testid": `pin-show-${number + 1}`, onclick: () => show(pin) }, say("Show")),
      " ", !pin.locked && model.get("pinnable") && removal);
  }

  function fill() {
    const components = model.get("components");
    const kept = choice.value;
    choice.replaceChildren(...components.map(({ id, title: name }) => make("option", { value: id }, name)));
    if (components.some(({ id }) => id === kept)) choice.value = kept;
    const pins = model.get("pins");
    bar.hidden = !model.get("pinnable") || !components.length;
    details.hidden = bar.hidden && !pins.length;
    summary.textContent = say("Pins ({number})", { number: pins.length });
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    list.replaceChildren(...pins.map(line));
    const again = held && list.querySelector(`[data-testid="${held}"]`);
    if (again) again.focus();
    for (const self of view.panes) {
      self.marks = pins.map((pin, number) => ({ pin, number })).filter(({ pin }) => pin.side === self.side && here(pin))
        .map(({ pin, number }) => ({ pin, node: make("span", { class: "lb-view-pin" }, String(number + 1)) }));
      self.pins.replaceChildren(...self.marks.map(({ node }) => node));
    }
    view.later();
  }

  function draw(self) {
    if (wanted && wanted.side === self.side && here(wanted) && shown(self)) {
      const pin = wanted;
      wanted = null;
      show(pin);
    }
    for (const { pin, node } of self.marks || []) {
      node.hidden = !shown(self);
      if (node.hidden) continue;
      const { x, y } = toStage(self, pin);
      node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function key(event) {
    if (!placing || !placing.stage.contains(event.target)) return false;
    const step = event.shiftKey ? 1 : COARSE;
    if (event.key in ARROWS) {
      const [dx, dy] = ARROWS[event.key];
      at = { x: at.x + dx * step, y: at.y + dy * step };
      aim();
    } else if (event.key === "Enter") place();
    else return false;
    return true;
  }

  function hover(self, place) {
    if (placing !== self) return false;
    at = place;
    aim();
    return true;
  }

  function press(self, where) {
    if (!hover(self, where)) return false;
    place();
    return true;
  }
  return { bar, details, fill, draw, follow, key, start, stop, hover, press };
}
