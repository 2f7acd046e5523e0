// The facial components from top to bottom: before the lock whether each is visible, after it what is seen in the pair.

function radio(row, choice, state, pick) {
  const input = make("input", { type: "radio", name: row.group, value: choice.id, disabled: state.locked, "aria-label": `${row.title}: ${choice.title}`, "data-testid": `${row.id}-${choice.id}` });
  input.checked = state.values[row.id] === choice.id;
  input.addEventListener("change", () => pick(row.id, choice.id));
  return make("td", { class: "lb-check-cell" }, make("label", {}, input, make("span", { class: "lb-visually-hidden" }, choice.title)));
}

function explanation(model, row, note) {
  const wanted = model.get("explained");
  if (!wanted || model.get("values")[row.id] !== wanted) return null;
  const reason = make("select", { class: "lb-input", "aria-label": say("{component}: explanation of the difference", { component: row.title }), "data-testid": `${row.id}-explanation`, disabled: model.get("locked") },
    make("option", { value: "" }, say("How can it be explained?")), ...model.get("explanations").map((each) => make("option", { value: each.id }, each.title)));
  reason.value = (model.get("reasons")[row.id] || "").toString();
  reason.addEventListener("change", () => {
    model.set("reasons", { ...model.get("reasons"), [row.id]: reason.value });
    model.save_changes();
  });
  return make("tr", { class: "lb-check-more" }, make("td", { colspan: String(model.get("choices").length + 2) }, make("div", { class: "lb-check-explain" }, reason, note)));
}

function noteOf(model, row) {
  const note = make("input", { type: "text", class: "lb-input", maxlength: "600", placeholder: say("In your words"), "aria-label": say("{component}: note", { component: row.title }), "data-testid": `${row.id}-note`, disabled: model.get("locked") });
  note.value = model.get("notes")[row.id] || "";
  note.addEventListener("change", () => {
    model.set("notes", { ...model.get("notes"), [row.id]: note.value });
    model.save_changes();
  });
  return note;
}

function render({ model, el }) {
  const all = make("button", { type: "button", class: "lb-button lb-button--small", "data-testid": "checklist-all" });
  const count = make("p", { class: "lb-quiet", role: "status" });
  const place = make("div", { class: "lb-table-scroll lb-check", tabindex: "0", role: "group", "data-testid": "checklist" });
  const pick = (id, choice) => {
    model.set("values", { ...model.get("values"), [id]: choice });
    model.save_changes();
  };
  all.addEventListener("click", () => {
    const first = model.get("choices")[0].id;
    const open = model.get("rows").filter((row) => !model.get("values")[row.id]);
    model.set("values", { ...model.get("values"), ...Object.fromEntries(open.map((row) => [row.id, first])) });
    model.save_changes();
  });
  place.addEventListener("keydown", (event) => {
    const here = event.target.closest("tr[data-row]");
    if (!here || typing(event.target)) return;
    const choice = model.get("choices").find((each) => each.key === event.key.toLowerCase());
    if (!choice || model.get("locked")) return;
    event.preventDefault();
    event.stopPropagation();
    pick(here.dataset.row, choice.id);
    const rows = [...place.querySelectorAll("tr[data-row]")];
    const next = rows[rows.findIndex((row) => row.dataset.row === here.dataset.row) + 1];
    if (next) (next.querySelector("input:checked") || next.querySelector("input")).focus();
  });
  el.classList.add("lb-checklist");
  const hint = make("p", { class: "lb-hint lb-check-hint", "aria-hidden": "true" });
  const tell = (event) => {
    const here = event.target.closest("tr[data-row]");
    const row = here && model.get("rows").find((each) => each.id === here.dataset.row);
    if (row) hint.textContent = `${row.title}: ${row.hint}`;
  };
  place.addEventListener("focusin", tell);
  place.addEventListener("mouseover", tell);
  el.append(make("div", { class: "lb-check-top" }, all, count), hint, place);
  const groups = {};
  return follow(model, ["rows", "choices", "values", "reasons", "explanations", "explained", "locked", "caption", "all_words"], () => {
    const held = place.contains(document.activeElement) ? document.activeElement.dataset.testid : "";
    const state = { values: model.get("values"), locked: model.get("locked") };
    const choices = model.get("choices");
    const rows = model.get("rows").map((row) => ({ ...row, group: (groups[row.id] ||= ident("lb-row")) }));
    const given = rows.filter((row) => state.values[row.id]).length;
    place.setAttribute("aria-label", model.get("caption"));
    all.hidden = !model.get("all_words") || state.locked;
    all.textContent = model.get("all_words");
    if (!hint.textContent) hint.textContent = say("Each row tells here what to look at.");
    count.textContent = say("{given} of {all} answered", { given, all: rows.length });
    const head = make("tr", {}, make("th", { scope: "col" }, say("Component")), ...choices.map((each) => make("th", { scope: "col" }, each.key ? `${each.title} (${each.key.toUpperCase()})` : each.title)));
    const body = rows.flatMap((row, at) => {
      const name = make("th", { scope: "row" }, `${at + 1} ${row.title}`, make("span", { class: "lb-visually-hidden" }, `. ${row.hint}`));
      const line = make("tr", { "data-row": row.id, class: `lb-at-${model.get("prefix")}.${row.id}` }, name, ...choices.map((each) => radio(row, each, state, pick)));
      return [line, explanation(model, row, noteOf(model, row))].filter(Boolean);
    });
    place.replaceChildren(make("table", { class: "lb-table" }, make("caption", { class: "lb-visually-hidden" }, model.get("caption")), make("thead", {}, head), make("tbody", {}, ...body)));
    const again = held && place.querySelector(`[data-testid="${CSS.escape(held)}"]`);
    if (again) again.focus();
  });
}

export default { render };
