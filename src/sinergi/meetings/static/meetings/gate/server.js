// Calls to the platform. A call that takes too long counts as no network, so that
// nobody waits at a door.
export class Unreachable extends Error {}
export class Gone extends Error {}
export class Refused extends Error {}

export class Server {
  constructor(address) {
    this.address = address;
    this.key = "";
  }

  async call(path, { body, patience }) {
    const headers = { Accept: "application/json" };
    if (this.key) headers["X-Gate-Key"] = this.key;
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["Sinergi-Sent-At"] = new Date().toISOString();
    }
    let answer;
    try {
      answer = await fetch(`${this.address}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(patience),
      });
      if (answer.ok) return await answer.json();
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (answer.status === 410) throw new Gone();
    // 429 and 5xx pass by themselves; the queue waits for them.
    if (answer.status >= 500 || answer.status === 429) throw new Unreachable(answer.status);
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(problem.detail || String(answer.status));
  }

  enrol(token) {
    return this.call("gates/enrol", { body: { token }, patience: 15000 });
  }

  snapshot() {
    return this.call("snapshot", { patience: 30000 });
  }

  send(scans, patience) {
    return this.call("scans", { body: scans, patience });
  }
}
