// What a gate answers by itself, as the server would (sinergi.meetings.door). Pure.
const OPPOSITE = { entry: "exit", exit: "entry" };

function sameDay(first, second) {
  return new Date(first).toDateString() === new Date(second).toDateString();
}

// The accepted scan of this gate that another one repeats, or undefined.
export function repeated(scan, marks) {
  const own = marks.filter(
    (mark) =>
      mark.code === scan.code &&
      mark.session === scan.session &&
      (scan.session || sameDay(mark.at, scan.at)),
  );
  return own
    .filter((mark) => mark.kind === scan.kind)
    .sort((a, b) => b.at.localeCompare(a.at))
    .find(
      (mark) =>
        !own.some(
          (other) =>
            other.kind === OPPOSITE[scan.kind] && mark.at < other.at && other.at < scan.at,
        ),
    );
}

// `person`: the row of the list; `ticket`: what a signed text says; `truth`: of its
// signature (see tickets.js).
export function decide({ meeting, scan, person, ticket, truth, marks }) {
  if (ticket && truth === false) return { outcome: "unknown", reason: "forged" };
  if (ticket && ticket.meeting !== meeting) return { outcome: "unknown", reason: "other" };
  if (person?.revoked) return { outcome: "revoked", reason: "" };
  if (!person && !(ticket && truth)) return { outcome: "unknown", reason: "" };
  if (!person && ticket.channel !== "on_site") return { outcome: "revoked", reason: "online" };
  const answer = { name: person?.name ?? "", type: person?.type ?? "", reason: "" };
  const earlier = repeated(scan, marks);
  if (earlier) return { ...answer, outcome: "duplicate", earlier };
  return { ...answer, outcome: "accepted", reason: person ? "" : "late" };
}

// People whose name holds every typed word.
export function named(people, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return people
    .filter((one) => !one.revoked && words.every((word) => one.name.toLowerCase().includes(word)))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, 8);
}
