// The gate page: enrols the phone by the token after `#`, then scans.
import { Camera, canSee } from "./camera.js";
import { named } from "./decide.js";
import { Gate } from "./gate.js";
import { dropPage, keepPage } from "./offline.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { codeIn, ticketIn } from "./tickets.js";
import * as view from "./view.js";

const EVERY = 4000;
const page = document.getElementById("gerbang");
const meeting = page.dataset.meeting;
const store = new Store(meeting);
const server = new Server(page.dataset.api);
const input = document.getElementById("kode");
const kind = document.getElementById("jenis");
const gate = new Gate(meeting, store, server, {
  onChange: view.showState,
  onEnd: async () => {
    camera.stop();
    await dropPage();
    view.showEnd(view.word("ended"));
  },
});
const camera = new Camera(document.getElementById("kamera"), scan);

// `entry`, `exit`, or a session's uid.
function chosen() {
  const value = kind.value;
  return ["entry", "exit"].includes(value) ? [value, undefined] : ["session", value];
}

async function scan(text) {
  const [what, session] = chosen();
  const answer = await gate.scan(text.trim(), what, session);
  if (!gate.hasEnded) view.showAnswer(answer, what);
  navigator.vibrate?.(answer.outcome === "accepted" ? 80 : [80, 80, 200]);
  input.value = "";
  view.showNames([], scan);
  focus();
}

// A hand scanner types where the cursor is; on a phone the keyboard would only hide
// the answer.
function focus() {
  if (matchMedia("(pointer: fine)").matches) input.focus();
}

async function enrol(token) {
  history.replaceState(null, "", location.pathname);
  const enrolled = await server.enrol(token);
  await store.set("key", enrolled.key);
  await store.set("gate", enrolled.gate);
}

async function search() {
  const text = input.value;
  const isName = text.trim().length >= 3 && !codeIn(text) && !ticketIn(text);
  view.showNames(isName ? named(await store.people(), text) : [], scan);
}

async function start() {
  await store.open();
  const token = location.hash.slice(1);
  if (token) await enrol(token);
  if (!(await store.setting("key"))) return view.showProblem(view.word("not_enrolled"));
  await gate.start();
  if (gate.hasEnded) return;
  view.showSessions((await store.setting("sessions")) ?? []);
  view.showPart("layar");
  focus();
  setInterval(() => gate.sync().then(keep), EVERY);
  window.addEventListener("online", () => gate.sync().then(keep));
  await keep();
}

// Kept anew each time the page opens with network, so that its parts fit together.
async function keep() {
  if (page.dataset.ready || !gate.isOnline || gate.hasEnded) return;
  try {
    await keepPage();
    page.dataset.ready = "yes";
  } catch (error) {
    console.warn("The page is not kept for times without network yet:", error.message);
  }
}

document.getElementById("pindai").addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value.trim()) scan(input.value);
});
input.addEventListener("input", search);
const eye = document.getElementById("nyalakan");
eye.hidden = !canSee();
eye.addEventListener("click", () => {
  const isOn = eye.getAttribute("aria-pressed") === "true";
  eye.setAttribute("aria-pressed", String(!isOn));
  if (isOn) return camera.stop();
  return camera.start().catch(() => eye.setAttribute("aria-pressed", "false"));
});
start().catch((error) => view.showProblem(error.message || view.word("not_enrolled")));
