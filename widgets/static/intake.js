// The way of a picture into a request: chosen or dropped, sent straight to the dashboards server, never through a trait.

const LIMIT = 50 * 1024 * 1024;

function send(model, parts, file) {
  const tell = (words, wrong) => {
    parts.said.textContent = words;
    parts.said.className = wrong ? "lb-field-error" : "lb-hint";
  };
  if (file.size > LIMIT) return tell(say("{file} is larger than 50 MiB. Export a still or a shorter part from the recorder and note that you did.", { file: file.name }), true);
  const form = new FormData();
  form.append("picture", file, file.name);
  const call = new XMLHttpRequest();
  const busy = (yes) => {
    parts.button.disabled = yes;
    parts.bar.hidden = !yes;
    parts.stop.hidden = !yes;
  };
  parts.stop.onclick = () => call.abort();
  call.upload.onprogress = (event) => {
    parts.bar.max = event.total || 1;
    parts.bar.value = event.loaded;
    tell(event.loaded < event.total ? say("Sending {file}: {sent} of {all} KiB", { file: file.name, sent: Math.round(event.loaded / 1024), all: Math.round(event.total / 1024) }) : say("{file} is sent. Looking for faces; in a video this takes up to a minute.", { file: file.name }));
  };
  call.onload = () => {
    busy(false);
    tell("");
    if (call.status >= 200 && call.status < 300) model.send({ event: "received" });
    else model.send({ event: "refused", status: call.status, reply: call.responseText.slice(0, 8000) });
  };
  call.onerror = () => {
    busy(false);
    tell(say("The connection was lost while sending. Nothing was taken in; send the file again."), true);
  };
  call.onabort = () => {
    busy(false);
    tell(say("Sending was stopped. Nothing was taken in."));
  };
  busy(true);
  tell(say("Sending {file}", { file: file.name }));
  call.open("POST", model.get("address"));
  call.setRequestHeader("accept", "application/json");
  call.send(form);
}

function render({ model, el }) {
  const input = make("input", { type: "file", class: "lb-visually-hidden", tabindex: "-1", "aria-hidden": "true", "data-testid": "picture-input", accept: ".jpg,.jpeg,.png,.tif,.tiff,.bmp,.webp,image/*,.mp4,.m4v,.mov,.avi,.mkv,.webm,video/*" });
  const button = make("button", { type: "button", class: "lb-button", "data-testid": "picture-button", onclick: () => input.click() }, say("Choose a picture or video"));
  const bar = make("progress", { class: "lb-progress", "aria-label": say("Sending the file"), hidden: true });
  const stop = make("button", { type: "button", class: "lb-button lb-button--small", hidden: true }, say("Stop sending"));
  const said = make("p", { class: "lb-hint", role: "status" });
  const words = make("p");
  const zone = make("div", { class: "lb-drop lb-at-picture", "data-testid": "picture-zone" }, words, button, input, bar, stop, said);
  const parts = { button, bar, stop, said };
  input.addEventListener("change", () => {
    if (input.files[0]) send(model, parts, input.files[0]);
    input.value = "";
  });
  const over = (event) => {
    event.preventDefault();
    zone.classList.toggle("lb-drop--over", event.type === "dragover");
  };
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", over);
  zone.addEventListener("drop", (event) => {
    over(event);
    const file = event.dataTransfer.files[0];
    if (file && !button.disabled) send(model, parts, file);
  });
  el.append(zone);
  return follow(model, ["words"], () => {
    words.textContent = model.get("words");
  });
}

export default { render };
