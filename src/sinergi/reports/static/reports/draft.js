// Keeps what is typed: at once on this phone, every few seconds on the server.
const PAUSE = 4000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "photos", "library", "act", "revision"]);

export class Draft {
  constructor(form, say) {
    this.form = form;
    this.say = say;
    this.words = form.dataset;
    this.prefix = `sinergi.draft.${this.words.user}.`;
    this.isStored = Boolean(this.revision);
    this.key = this.prefix + (this.isStored ? this.id : `new.${form.elements.library.value}`);
    this.last = this.typed();
    this.onStored = () => {};
    if (this.isStored) this.forgetNew();
  }

  get id() {
    return this.form.elements.id.value;
  }

  get revision() {
    return this.form.elements.revision.value;
  }

  typed() {
    const fields = [...new FormData(this.form)];
    return JSON.stringify(fields.filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string"));
  }

  keepHere(isLeaving = false) {
    if (this.words.shared) return; // a shared phone keeps nothing of a person
    const kept = { fields: this.typed(), revision: this.revision, isLeaving };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // A full or forbidden store: the copy on the server remains.
    }
  }

  forgetNew() {
    const key = `${this.prefix}new.${this.form.elements.library.value}`;
    if (localStorage.getItem(key)?.includes(this.id)) localStorage.removeItem(key);
  }

  restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key));
    } catch {
      kept = null;
    }
    if (!kept || kept.fields === this.last) return;
    if (kept.revision !== this.revision && kept.isLeaving) {
      localStorage.removeItem(this.key); // it was on its way, and it arrived
      return;
    }
    // Typed on another revision: saving it will ask which of the two to keep.
    this.form.elements.revision.value = kept.revision;
    this.fill(new Map(JSON.parse(kept.fields)));
    this.say(this.words.wordsRestored);
  }

  fill(fields) {
    const made = this.id;
    for (const element of this.form.elements) {
      const { name, type } = element;
      if (!name || SKIPPED.has(name) || element.closest("fieldset:disabled")) continue;
      if (type === "radio") element.checked = fields.get(name) === element.value;
      else if (type === "checkbox") element.checked = fields.has(name);
      else if (fields.has(name)) element.value = fields.get(name);
    }
    // The report keeps the id under which it may be stored already.
    for (const name of ["edit", "evidence"]) this.words[name] = this.words[name].replace(made, this.id);
    for (const box of this.form.querySelectorAll("details")) {
      const controls = [...box.querySelectorAll("input:not([type=checkbox]), textarea, select")];
      if (controls.some((control) => control.value)) box.open = true;
    }
  }

  changed() {
    this.keepHere();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  leave() {
    clearTimeout(this.timer);
    this.keepHere(true);
  }

  async save() {
    const now = this.typed();
    if (now === this.last) return;
    const body = new FormData(this.form);
    body.delete("photos");
    try {
      const answer = await fetch(this.words.autosave, { method: "POST", body });
      const found = await answer.json();
      if (found.state === "saved") this.stored(now, found);
      else this.say(found.message || this.words.wordsLocal);
    } catch {
      this.say(this.words.wordsLocal);
    }
  }

  stored(now, found) {
    this.last = now;
    this.form.elements.revision.value = found.revision;
    if (!this.isStored) {
      this.isStored = true;
      this.forgetNew();
      this.key = this.prefix + this.id;
      history.replaceState(null, "", this.words.edit);
    }
    this.keepHere();
    this.say(found.message);
    this.onStored();
  }
}
