// The frames of a video, a row for each followed face, best first; one is chosen by click, arrow or number.

function frameTile(model, face, tile, first) {
  const chosen = model.get("chosen") === tile.key;
  const anyHere = face.frames.some((each) => each.key === model.get("chosen"));
  return make(
    "button",
    {
      type: "button",
      role: "radio",
      class: "lb-frame",
      "aria-checked": chosen ? "true" : "false",
      "aria-label": say(tile.used ? "{place}: frame at {moment}, {state}, is the probe" : "{place}: frame at {moment}, {state}", { place: tile.place, moment: tile.moment, state: tile.words }),
      "data-key": tile.key,
      "data-verdict": tile.verdict,
      "data-testid": `frame-${face.at}-${tile.place}`,
      tabindex: chosen || (!anyHere && first) ? "0" : "-1",
      onclick: () => pickFrame(model, tile.key),
    },
    make("img", { src: tile.picture, alt: "", loading: "lazy" }),
    make("span", { class: "lb-frame-words" }, `${tile.place} · ${tile.moment}`),
    make("span", { class: "lb-frame-words" }, tile.used ? say("is the probe") : tile.words),
  );
}

function pickFrame(model, key) {
  model.set("chosen", key);
  model.save_changes();
}

function pressFrame(model, face, event) {
  const keys = face.frames.map((tile) => tile.key);
  const at = keys.indexOf(event.target.closest("[data-key]")?.dataset.key);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (at < 0) return;
  if (step) pickFrame(model, keys[(at + step + keys.length) % keys.length]);
  else if (event.key === "Home") pickFrame(model, keys[0]);
  else if (event.key === "End") pickFrame(model, keys[keys.length - 1]);
  else if (/^[1-9]$/.test(event.key) && Number(event.key) <= keys.length) pickFrame(model, keys[Number(event.key) - 1]);
  else return;
  event.preventDefault();
}

function frameRow(model, face) {
  const tiles = face.frames.map((tile, at) => frameTile(model, face, tile, at === 0));
  const row = make("div", { class: "lb-frames-row", role: "radiogroup", "aria-label": `${face.title}: frames, best first` }, ...tiles);
  row.addEventListener("keydown", (event) => pressFrame(model, face, event));
  const advice = face.advice.map((sentence) => make("li", {}, sentence));
  return make("section", { class: "lb-frames-face" }, make("h3", {}, face.title), make("ul", { class: "lb-frames-advice" }, ...advice), row);
}

function render({ model, el }) {
  const place = make("div", { class: "lb-frames lb-at-frame", "data-testid": "frame-strip" });
  el.append(place);
  return follow(model, ["faces", "chosen"], () => {
    const held = place.contains(document.activeElement);
    place.replaceChildren(...model.get("faces").map((face, at) => frameRow(model, { ...face, at: at + 1 })));
    const chosen = place.querySelector('[aria-checked="true"]');
    if (held && chosen) chosen.focus();
  });
}

export default { render };
