// While the page of the online room is open, it says every minute that we are there.
const form = document.querySelector("form[data-stay]");

async function stay() {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.status === 409) location.reload(); // the seat went to somebody else
  } catch {
    // no line now: the next minute tells
  }
}

setInterval(stay, 60_000);
document.addEventListener("visibilitychange", () => document.hidden || stay());
