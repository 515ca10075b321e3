// Keys of the inbox and the count of ticked reports. Everything works without.
const list = document.querySelector(".desk__list");
const form = document.getElementById("pilihan");
const counter = document.getElementById("dipilih");

const links = () => [...document.querySelectorAll(".mail a")];
const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select");

function go(step) {
  const all = links();
  const open = all.findIndex((link) => link.hasAttribute("aria-current"));
  const next = all[open + step];
  if (next) next.click();
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  v: () => document.getElementById("verifikasi")?.focus(),
  r: () => document.getElementById("kembalikan")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

if (form && counter) {
  list.classList.add("is-scripted");
  const words = counter.textContent;
  form.addEventListener("change", () => {
    const count = form.querySelectorAll(":checked").length;
    counter.textContent = count ? `${count} ${counter.dataset.chosen}` : words;
  });
}
