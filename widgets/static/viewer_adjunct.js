// Overlay, wipe and blink: aids to a side-by-side comparison behind one switch, off at the start, their use recorded.

const HALF_PERIOD = 500; // ms: one full blink a second, under the limit of three flashes a second (WCAG 2.3.1)
const MODES = [["side_by_side", "Neither"], ["overlay", "Overlay"], ["wipe", "Wipe"], ["blink", "Blink"]];

function adjunctBox(view) {
  const over = make("img", { class: "lb-view-picture", draggable: "false", alt: "" });
  const mount = make("div", { class: "lb-view-mount lb-view-over", hidden: true, "aria-hidden": "true", "data-testid": "over" }, over);
  const name = ident("lb-adjunct");
  const state = { on: false, mode: "side_by_side", share: 50 };
  let timer = 0;
  const still = () => getComputedStyle(mount).getPropertyValue("--lb-motion").trim() === "still";

  const toggle = tick("adjunct", say("Adjunct views"), (on) => turnOn(on));
  const radios = MODES.map(([id, text]) => {
    const input = make("input", { type: "radio", name, value: id, checked: id === "side_by_side", "data-testid": `view-${id}` });
    input.addEventListener("change", () => choose(id));
    return { id, input, box: make("label", { class: "lb-view-tick" }, input, say(text)) };
  });
  const share = slider("share", say("Share of the probe"), say("Share of the probe in the adjunct view, per hundred"), [0, 100, 1, 50], (value) => {
    state.share = value;
    apply();
  });
  const blink = make("button", { type: "button", class: "lb-button lb-button--small", "data-testid": "blink", onclick: () => (still() ? swap() : timer ? rest() : run()) });
  const note = make("p", { class: "lb-hint" }, say("The probe lies over the candidate. An aid to the side-by-side comparison, never instead of it; its use is recorded (D-18)."));
  const box = make("div", { class: "lb-view-adjunct", role: "group", "aria-label": say("Adjunct views"), hidden: true }, ...radios.map((each) => each.box), share.box, blink, note);

  function swap() {
    over.hidden = !over.hidden;
  }

  function run() {
    timer = setInterval(swap, HALF_PERIOD);
    apply();
  }

  function rest() {
    const ran = timer !== 0;
    clearInterval(timer);
    timer = 0;
    over.hidden = false;
    apply();
    return ran;
  }

  function turnOn(on) {
    state.on = on;
    toggle.input.checked = on;
    box.hidden = !on;
    choose("side_by_side");
    view.say(on ? say("Adjunct views on. Their use is recorded.") : say("Adjunct views off."));
  }

  function choose(mode) {
    rest();
    state.mode = mode;
    radios.forEach((each) => (each.input.checked = each.id === mode));
    apply();
    view.later();
    view.record.settle();
  }

  function apply() {
    const { mode, share: part } = state;
    mount.hidden = mode === "side_by_side";
    mount.style.opacity = mode === "overlay" ? String(part / 100) : "";
    mount.style.clipPath = mode === "wipe" ? `inset(0 ${100 - part}% 0 0)` : "";
    share.box.hidden = mode !== "overlay" && mode !== "wipe";
    blink.hidden = mode !== "blink";
    blink.textContent = still() ? say("Swap by hand") : timer ? say("Stop blinking") : say("Start blinking");
  }

  function draw(probe, candidate, plain) {
    const possible = shown(probe) && shown(candidate);
    toggle.input.disabled = !possible && !state.on;
    if (!possible && state.mode !== "side_by_side" && !candidate.address) turnOn(false);
    if (mount.hidden) return;
    if (over.getAttribute("src") !== probe.address) over.src = probe.address;
    over.style.transform = transformOf(probe.state, candidate.size);
    mount.style.filter = probe.light.use(plain ? AS_RECEIVED : probe.state);
  }

  apply();
  return { state, mount, box, toggle: toggle.box, draw, rest, turnOn, running: () => timer !== 0, stop: () => clearInterval(timer) };
}
