// The report form on a phone. Without this script it posts as a plain form.
import { Draft } from "./draft.js";
import { Photos } from "./photos.js";

const form = document.getElementById("laporan");
const state = document.getElementById("keadaan");
const mistakes = document.getElementById("kekeliruan");
const draft = new Draft(form, (words) => {
  state.textContent = words;
});
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
form.addEventListener("submit", () => {
  draft.stop();
  photos.handOver();
});
window.addEventListener("online", () => draft.save());
window.addEventListener("scroll", markStep, { passive: true });
