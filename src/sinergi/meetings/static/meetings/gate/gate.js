// A gate: scans go into the queue first, then to the server; without an answer in
// time the phone decides by itself and sends later.
import { decide } from "./decide.js";
import { Gone, Refused, Unreachable } from "./server.js";
import { codeIn, isTrue, ticketIn } from "./tickets.js";

const AT_DOOR = 1500; // how long a visitor waits for the server, in milliseconds
const IN_PEACE = 20000;
const BATCH = 100;
const REFRESH = 30000;

export class Gate {
  constructor(meeting, store, server, { onChange, onEnd }) {
    Object.assign(this, { meeting, store, server, onChange, onEnd });
    this.isOnline = true;
    this.skew = 0;
    this.refreshedAt = 0;
  }

  async start() {
    this.server.key = await this.store.setting("key");
    this.name = await this.store.setting("gate");
    await this.sync();
  }

  async scan(token, kind, session) {
    const ticket = ticketIn(token);
    const code = ticket ? ticket.code : codeIn(token);
    const scan = { nonce: crypto.randomUUID(), token, kind, at: new Date().toISOString() };
    if (session) scan.session = session;
    await this.store.enqueue(scan); // whatever happens next, it is not lost
    const answer = (await this.ask(scan)) ?? (await this.decide(scan, code, ticket));
    if (answer.outcome === "accepted" && code) {
      await this.store.mark({ ...scan, code, session, gate: this.name });
    }
    await this.changed();
    return answer;
  }

  // The server's answer, or null where it does not come in time.
  async ask(scan) {
    if (!this.isOnline) return null;
    try {
      const [answer] = await this.server.send([scan], AT_DOOR);
      await this.store.sent([scan.nonce]);
      this.skew = answer.skew_seconds;
      return answer;
    } catch (error) {
      await this.failed(error);
      return null;
    }
  }

  async decide(scan, code, ticket) {
    await this.store.enqueue({ ...scan, offline: true });
    const keys = (await this.store.setting("keys")) ?? [];
    return decide({
      meeting: this.meeting,
      scan: { ...scan, code },
      person: code ? await this.store.person(code) : undefined,
      ticket,
      truth: ticket ? await isTrue(ticket, keys) : null,
      marks: await this.store.marks(),
    });
  }

  async failed(error) {
    if (error instanceof Gone) return this.end();
    if (error instanceof Unreachable || error instanceof Refused) this.isOnline = false;
    else throw error;
  }

  // Send what waits, then fetch the list anew; called every few seconds.
  async sync() {
    if (this.isSyncing || this.hasEnded) return;
    this.isSyncing = true;
    try {
      await this.forgetInTime();
      await this.sendQueue();
      if (Date.now() - this.refreshedAt > REFRESH || !this.isOnline) await this.refresh();
      this.isOnline = true;
    } catch (error) {
      await this.failed(error);
    } finally {
      this.isSyncing = false;
      if (!this.hasEnded) await this.changed();
    }
  }

  async sendQueue() {
    for (;;) {
      const batch = (await this.store.queue()).slice(0, BATCH);
      if (!batch.length) return;
      const answers = await this.server.send(batch, IN_PEACE);
      this.skew = answers.at(-1).skew_seconds;
      await this.store.sent(answers.map((answer) => answer.nonce));
    }
  }

  async refresh() {
    const shown = await this.server.snapshot();
    await this.store.setPeople(shown.people);
    await this.store.set("keys", shown.keys);
    await this.store.set("sessions", shown.sessions);
    await this.store.set("wipe_at", Date.now() + shown.wipe_in_seconds * 1000);
    this.refreshedAt = Date.now();
  }

  // Names go when the meeting is over, even if the network never comes back.
  async forgetInTime() {
    const wipeAt = await this.store.setting("wipe_at");
    if (wipeAt && Date.now() > wipeAt) await this.store.forgetPeople();
  }

  async end() {
    this.hasEnded = true;
    await this.store.wipe();
    await this.onEnd();
  }

  async changed() {
    if (this.hasEnded) return;
    const marks = await this.store.marks();
    await this.onChange({
      gate: this.name,
      isOnline: this.isOnline,
      waiting: (await this.store.queue()).length,
      entries: marks.filter((mark) => mark.kind === "entry").length,
      people: (await this.store.people()).filter((one) => !one.revoked).length,
      skew: this.skew,
    });
  }
}
