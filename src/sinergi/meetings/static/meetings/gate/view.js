// What the person at the gate sees: a colour, words, and the state of the phone.
const COLOURS = { accepted: "hijau", duplicate: "kuning", unknown: "merah", revoked: "merah" };
const words = JSON.parse(document.getElementById("kata").textContent);
const part = (name) => document.getElementById(name);

export function word(name, values = {}) {
  return (words[name] || name).replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}

// A phone may stand in another time zone than the meeting, whose hours all go by.
const timeZone = part("gerbang").dataset.zone;
const hours = new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit", timeZone });
const days = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "short",
  timeZone,
});

export function clock(time) {
  return hours.format(new Date(time));
}

export function showPart(name) {
  for (const each of ["tunggu", "daftar", "layar", "selesai"]) part(each).hidden = each !== name;
}

export function showEnd(text) {
  showPart("selesai");
  part("selesai-kata").textContent = text;
}

export function showProblem(text) {
  showPart("daftar");
  part("daftar-kata").textContent = text;
}

function sentence(answer, kind) {
  if (answer.outcome === "accepted") return word(`accepted_${kind}`);
  if (answer.outcome === "duplicate") {
    return word(`duplicate_${kind}`, {
      time: clock(answer.earlier.at),
      gate: answer.earlier.gate,
    });
  }
  return word(answer.reason ? `reason_${answer.reason}` : answer.outcome);
}

export function showAnswer(answer, kind) {
  const box = part("jawaban");
  box.className = `answer answer--${COLOURS[answer.outcome]}`;
  box.dataset.outcome = answer.outcome;
  for (const icon of box.querySelectorAll("[data-icon]")) {
    icon.hidden = icon.dataset.icon !== COLOURS[answer.outcome];
  }
  part("jawaban-judul").textContent = word(`title_${answer.outcome}`);
  part("jawaban-nama").textContent = [answer.name, answer.type].filter(Boolean).join(" · ");
  const late = answer.outcome === "accepted" && answer.reason === "late";
  part("jawaban-kata").textContent = late ? word("reason_late") : sentence(answer, kind);
}

export function showState({ gate, isOnline, waiting, entries, people, skew }) {
  part("pintu").textContent = gate;
  const state = part("sambungan");
  state.dataset.online = isOnline ? "yes" : "no";
  state.className = `badge badge--${isOnline ? "hijau" : "kuning"}`;
  state.textContent = word(isOnline ? "online" : "offline");
  part("antrean").textContent = word(waiting ? "waiting" : "all_sent", { count: waiting });
  part("antrean").dataset.count = waiting;
  part("jumlah").textContent = word("counts", { entries, people });
  part("jam").hidden = !skew;
  part("jam-kata").textContent = word(skew > 0 ? "clock_ahead" : "clock_behind", {
    minutes: Math.max(1, Math.round(Math.abs(skew) / 60)),
  });
}

export function showNames(found, onChoose) {
  const list = part("nama");
  list.replaceChildren(
    ...found.map((one) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = `${one.name} · ${one.type} · ${one.code.slice(0, 4)}-${one.code.slice(4)}`;
      button.addEventListener("click", () => onChoose(one.code));
      item.append(button);
      return item;
    }),
  );
}

export function showSessions(sessions) {
  const group = part("sesi");
  group.replaceChildren(
    ...sessions.map(([uid, title, startsAt]) => {
      const option = document.createElement("option");
      option.value = uid;
      option.textContent = `${days.format(new Date(startsAt))} ${clock(startsAt)} ${title}`;
      return option;
    }),
  );
}
