// A line that says from when a page's data are, and asks for newer ones while somebody looks: not when the page is
// hidden or paused, while a field has the focus, or while a dialogue is open.

function render({ model, el }) {
  const told = make("p", { class: "lb-hint", "data-testid": "as-of" });
  const spoken = make("p", { class: "lb-visually-hidden", role: "status" });
  const pause = make("button", { type: "button", class: "lb-button lb-button--small", "data-testid": "pause", onclick: toggle });
  let asked = Date.now();

  function toggle() {
    model.set("paused", !model.get("paused"));
    model.save_changes();
    if (!model.get("paused")) ask();
  }

  function ask() {
    const here = document.visibilityState === "visible" && !typing(document.activeElement) && !document.querySelector("dialog[open]");
    if (!here || model.get("paused")) return;
    asked = Date.now();
    model.send({ event: "due" });
  }

  el.classList.add("lb-refreshing");
  el.append(told, pause, spoken);
  const stop = follow(model, ["told", "spoken", "paused"], () => {
    told.textContent = model.get("told");
    if (spoken.textContent !== model.get("spoken")) spoken.textContent = model.get("spoken");
    pause.textContent = model.get("paused") ? say("Refresh by itself again") : say("Stop refreshing");
  });
  const seen = () => Date.now() - asked >= model.get("every") && ask();
  const timer = setInterval(ask, model.get("every"));
  document.addEventListener("visibilitychange", seen);
  return () => {
    stop();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}

export default { render };
