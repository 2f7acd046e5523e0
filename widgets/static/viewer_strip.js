// The strip of letters, and the pictures of the candidate in view.

function letterTile(model, letter) {
  const said = { excluded: "excluded", not_excluded: "not excluded", unclear: "unclear" }[letter.disposition] || "open";
  const here = model.get("current") === letter.letter;
  return make("button", { type: "button", class: "lb-tile", "aria-pressed": here ? "true" : "false", "data-testid": `letter-${letter.letter}`, "data-disposition": letter.disposition || "open", onclick: () => choose(model, letter.letter) },
    make("span", { class: "lb-tile-letter" }, letter.letter), make("span", { class: "lb-tile-words" }, say(said)));
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
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": say("Candidate before"), "data-testid": "before", onclick: () => move(model, -1) }, "◂"),
    make("div", { class: "lb-tiles", role: "group", "aria-label": say("Candidates by letter") }, ...letters.map((each) => letterTile(model, each))),
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-label": say("Next candidate"), "data-testid": "after", onclick: () => move(model, 1) }, "▸"),
    make("p", { class: "lb-strip-count", role: "status", "data-testid": "disposed" }, say("disposed {done} of {all}", { done, all: letters.length })),
  );
  const again = held && place.querySelector(`[data-testid="${CSS.escape(held)}"]`);
  if (again) again.focus();
}

function pictureChoice(model, place, current) {
  place.hidden = !current || current.pictures.length < 2;
  if (place.hidden) return;
  const go = (at) => () => {
    model.set("picture_at", at);
    model.save_changes();
  };
  place.replaceChildren(...current.pictures.map((_, at) =>
    make("button", { type: "button", class: "lb-button lb-button--small", "aria-pressed": model.get("picture_at") === at ? "true" : "false", "data-testid": `picture-${at + 1}`, onclick: go(at) }, say("Picture {number} of {all}", { number: at + 1, all: current.pictures.length }))));
}
