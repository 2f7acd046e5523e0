// The frame of every page: shows the work area when it is ready, keeps the session alive while somebody is there,
// says when the connection or the session has gone, and ends the page's kernel when the page is left.

const BEAT_EVERY = 4 * 60 * 1000;
const START_LIMIT = 45 * 1000;
const RECONNECTING = 10 * 1000;

const byId = (id) => document.getElementById(id);
const config = () => JSON.parse(byId("jupyter-config-data")?.textContent ?? "{}");
const words = JSON.parse(byId("leadbook-words")?.textContent || "{}"); // the page's language, from the one table
const say = (text, parts = {}) => (words[text] || text).replace(/\{(\w+)\}/g, (_, name) => parts[name]);
const post = (path, fields) => fetch(path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

let leaving = false;
let signingOut = false; // the server ends the kernels of the session itself
let connected = true; // until a websocket closes
let lastActive = Date.now();

// Voila calls these two while it starts.
window.voila_process = () => {};
window.voila_heartbeat = () => {};
window.voila_finish = () => {};
window.cellLoaded = true;

// Voila hangs its shell at the end of the body; the work area is where it belongs, inside the main landmark.
function takeShellIn() {
  const take = () => {
    const shell = document.querySelector("body > #main");
    if (shell) byId("lb-main").appendChild(shell);
    return shell;
  };
  const watcher = new MutationObserver(() => take() && watcher.disconnect());
  if (!take()) watcher.observe(document.body, { childList: true });
}

function showWhenReady() {
  const cells = byId("rendered_cells");
  const ready = () => cells.querySelector(".jupyter-widgets, .jp-RenderedHTML, .jp-RenderedText") || byId("lb-failed");
  const show = () => {
    if (!ready()) return false;
    byId("lb-starting").hidden = true;
    document.body.dataset.ready = byId("lb-failed") ? "failed" : "yes";
    return true;
  };
  if (show()) return;
  const watcher = new MutationObserver(() => show() && watcher.disconnect());
  watcher.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => document.body.dataset.ready || raise("late"), START_LIMIT);
}

const WORDS = {
  lost: ["caution", "Connection lost. Nothing you typed is lost; the page tries to connect again."],
  late: ["refusal", "This page has not started. Reload it, or tell the administrator."],
  stopped: ["refusal", "This page has stopped on the server. Copy what you typed, then reload the page."],
  ended: ["refusal", "Your session has ended. Copy what you typed, then sign in again."],
};

function raise(what) {
  const place = byId("lb-connection");
  place.replaceChildren();
  document.body.dataset.connection = what ?? "ok";
  if (!what) return;
  const [kind, sentence] = WORDS[what];
  const banner = document.createElement("div");
  banner.className = `lb-banner lb-banner--${kind}`;
  const line = banner.appendChild(document.createElement("p"));
  line.textContent = `${say(sentence)} `;
  if (what === "ended" || what === "stopped" || what === "late") {
    const link = line.appendChild(document.createElement("a"));
    link.href = what === "ended" ? `/sign-in?next=${location.pathname}` : location.href;
    link.textContent = what === "ended" ? say("Sign in") : say("Reload");
  }
  place.appendChild(banner);
}

async function beat() {
  try {
    const answer = await post("/leadbook/alive", { kernel: config().kernelId ?? "" });
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") return raise("ended");
    if (!answer.ok) return raise("lost");
    if (document.body.dataset.ready === "yes" && !(await answer.json()).kernel) return raise("stopped");
    raise(connected ? null : "lost");
    return await status();
  } catch {
    return raise("lost");
  }
}

// The page's websocket belongs to Voila; this only watches it come and go.
function watchSocket() {
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url, protocols) {
      super(url, protocols);
      if (!String(url).includes("/channels")) return;
      this.addEventListener("open", () => {
        connected = true;
        raise(null);
      });
      this.addEventListener("close", async () => {
        connected = false;
        if (leaving) return;
        await beat();
        if (document.body.dataset.connection === "lost") setTimeout(beat, RECONNECTING);
      });
    }
  };
}

function keepAlive() {
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "wheel"])
    addEventListener(kind, () => (lastActive = Date.now()), { passive: true, capture: true });
  setInterval(() => {
    const here = document.visibilityState === "visible" && Date.now() - lastActive < BEAT_EVERY;
    if (here) beat();
  }, BEAT_EVERY);
}

function endKernelOnLeaving() {
  document.querySelector('form[action="/sign-out"]').addEventListener("submit", () => (signingOut = true));
  addEventListener("pagehide", () => {
    leaving = true;
    const kernel = config().kernelId;
    if (kernel && !signingOut) navigator.sendBeacon(`/voila/api/shutdown/${kernel}`);
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// While searching is stopped every page says so (M-11).
function sayStopped(sentences) {
  byId("lb-stopped").replaceChildren(
    ...sentences.map((sentence) => {
      const banner = document.createElement("div");
      banner.className = "lb-banner lb-banner--refusal";
      banner.appendChild(document.createElement("p")).textContent = sentence;
      return banner;
    }),
  );
}

// In a simulated folder every page says that nothing in it is real.
function saySimulated() {
  const banner = document.createElement("div");
  banner.className = "lb-banner lb-banner--caution";
  banner.appendChild(document.createElement("p")).textContent =
    say("SIMULATED: every person, picture and request here is invented.");
  byId("lb-simulated").replaceChildren(banner);
}

async function status() {
  const answer = await fetch("/leadbook/status");
  if (!answer.ok) return;
  const now = await answer.json();
  sayStopped(now.stopped ?? []);
  if (now.simulated) saySimulated();
  const count = new Intl.NumberFormat(document.documentElement.lang);
  const verified = now.log_verified_at
    ? say(now.log_whole ? "log verified {time}" : "log NOT WHOLE {time}", { time: new Date(now.log_verified_at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }) })
    : say("log not verified yet");
  const parts = [
    say("gallery {pictures} pictures, {eligible} eligible", { pictures: count.format(now.pictures), eligible: count.format(now.eligible) }),
    verified,
    say("model {model}", { model: now.model }),
    now.demonstration ? say("demonstration data") : "",
    say("connection ok"),
  ];
  byId("lb-status").replaceChildren(
    ...parts.filter(Boolean).map((text) => {
      const part = document.createElement("p");
      part.textContent = text;
      return part;
    }),
  );
}

// A page keeps its place in its address; the switch of the language comes back to where the page is now.
function keepPlaceOnSwitch() {
  const form = document.querySelector(".lb-language");
  form.addEventListener("submit", () => (form.elements.back.value = location.pathname + location.search));
}

watchSocket();
keepPlaceOnSwitch();
takeShellIn();
keepAlive();
endKernelOnLeaving();
showWhenReady();
status().catch(() => {});
