// What the phone of a gate keeps: settings, names and codes, the scans not yet sent,
// and today's marks. IndexedDB survives a closed page and a dead battery.
const STORES = { settings: "name", people: "code", queue: "nonce", marks: "nonce" };

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Store {
  constructor(meeting) {
    this.name = `sinergi-gerbang-${meeting}`;
  }

  async open() {
    const request = indexedDB.open(this.name, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(name, { keyPath });
      }
    };
    this.db = await done(request);
  }

  part(name, mode = "readonly") {
    return this.db.transaction(name, mode).objectStore(name);
  }

  async setting(name) {
    return (await done(this.part("settings").get(name)))?.value;
  }

  set(name, value) {
    return done(this.part("settings", "readwrite").put({ name, value }));
  }

  person(code) {
    return done(this.part("people").get(code));
  }

  people() {
    return done(this.part("people").getAll());
  }

  // All rows in one transaction: a broken download leaves the old list whole.
  async setPeople(rows) {
    const transaction = this.db.transaction("people", "readwrite");
    const people = transaction.objectStore("people");
    people.clear();
    for (const [code, name, type, revoked] of rows) people.put({ code, name, type, revoked });
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }

  forgetPeople() {
    return done(this.part("people", "readwrite").clear());
  }

  queue() {
    return done(this.part("queue").getAll());
  }

  enqueue(scan) {
    return done(this.part("queue", "readwrite").put(scan));
  }

  async sent(nonces) {
    const queue = this.part("queue", "readwrite");
    await Promise.all(nonces.map((nonce) => done(queue.delete(nonce))));
  }

  marks() {
    return done(this.part("marks").getAll());
  }

  mark(row) {
    return done(this.part("marks", "readwrite").put(row));
  }

  // Nothing of the meeting stays on the phone.
  async wipe() {
    this.db.close();
    await done(indexedDB.deleteDatabase(this.name));
  }
}
