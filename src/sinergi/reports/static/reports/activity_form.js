// The report form on a phone. Without this script it posts as a plain form.
import { Draft } from "./draft.js";
import { Photos } from "./photos.js";

const form = document.getElementById("laporan");
const state = document.getElementById("keadaan");
const mistakes = document.getElementById("kekeliruan");
const draft = new Draft(form, (words) => {
  state.textContent = words;
});
const news = document.getElementById("kabar");
let waiting = null; // the button that was pressed without a connection
const photos = new Photos(form, draft);

function markStep() {
  const middle = window.innerHeight / 3;
  const heads = [...form.querySelectorAll("section > h2")];
  const above = heads.filter((head) => head.getBoundingClientRect().top < middle);
  const current = Math.max(0, above.length - 1);
  document.querySelectorAll("#langkah li").forEach((step, place) => {
    step.classList.toggle("is-done", place < current);
    if (place === current) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
}

if (mistakes) mistakes.focus();
else draft.restore();
photos.start();
form.addEventListener("input", () => draft.changed());
form.addEventListener("submit", (event) => {
  if (!photos.mayLeave()) {
    event.preventDefault();
  } else if (!navigator.onLine) {
    event.preventDefault();
    draft.keepHere();
    waiting = event.submitter;
    news.textContent = form.dataset.wordsOffline;
    window.scrollTo(0, document.body.scrollHeight);
  } else {
    draft.leave();
    photos.handOver();
  }
});
window.addEventListener("online", () => {
  const button = waiting;
  waiting = null;
  news.textContent = "";
  if (button) form.requestSubmit(button);
  else draft.save();
});
window.addEventListener("scroll", markStep, { passive: true });
