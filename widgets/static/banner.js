// One banner for refusals, lost connections and ended sessions. It takes the focus when it is raised.

function pointer(name, message) {
  const jump = (event) => {
    event.preventDefault();
    const found = document.querySelector(`.lb-at-${CSS.escape(name)}`);
    const control = found && (found.querySelector("input, select, textarea, button, [tabindex]") || found);
    if (control) control.focus();
    else if (found) found.scrollIntoView();
  };
  return make("li", {}, make("a", { href: "#", onclick: jump }, message));
}

function body(model) {
  const fields = model.get("fields");
  const link = model.get("link");
  const english = (name) => (model.get("english").includes(name) ? "en-CA" : null);
  const facts = [
    model.get("rule") && say("Rule {rule}", { rule: model.get("rule") }),
    model.get("recorded") && say("This refusal is recorded"),
    model.get("reference") && say("Reference {reference}", { reference: model.get("reference") }),
  ].filter(Boolean);
  return [
    make("h2", {}, model.get("heading")),
    model.get("reason") && make("p", { lang: english("reason") }, model.get("reason")),
    fields.length > 0 && make("ul", {}, ...fields.map(([name, message]) => pointer(name, message))),
    model.get("next_step") && make("p", { lang: english("next_step") }, model.get("next_step")),
    link && make("p", {}, make("a", { href: link }, model.get("link_words"))),
    facts.length > 0 && make("p", { class: "lb-banner-facts" }, facts.join(" · ") + "."),
  ].filter(Boolean);
}

function render({ model, el }) {
  const box = make("section", { tabindex: "-1", "data-testid": "banner" });
  el.classList.add("lb-banner-place");
  el.append(box);
  let turn = 0;
  return follow(model, ["turn"], () => {
    const kind = model.get("kind");
    box.hidden = !kind;
    box.className = `lb-banner lb-banner--${kind}`;
    box.setAttribute("role", kind === "note" ? "status" : "alert");
    box.replaceChildren(...(kind ? body(model) : []));
    if (kind && model.get("turn") !== turn) setTimeout(() => box.focus(), 30);
    turn = model.get("turn");
  });
}

export default { render };
