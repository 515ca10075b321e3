// Shrinks the chosen photos and sends them one by one, each with its progress.
import { shrink, takenAt } from "./shrink.js";

export class Photos {
  constructor(form, draft) {
    this.form = form;
    this.draft = draft;
    this.words = form.dataset;
    this.input = form.elements.photos;
    this.gallery = document.getElementById("foto");
    this.note = document.getElementById("unggahan");
    this.refusals = document.getElementById("foto-ditolak");
    this.queue = [];
    this.isSending = false;
  }

  start() {
    document.getElementById("pilih-foto").classList.add("hide");
    this.gallery.querySelector(".photo-add").hidden = false;
    this.input.addEventListener("change", () => this.chosen());
    this.form.elements.consent.addEventListener("change", () => this.sendNext());
    this.draft.onStored = () => this.sendNext();
  }

  async chosen() {
    const files = [...this.input.files];
    this.input.value = "";
    this.refusals.textContent = "";
    for (const file of files) {
      const one = { ...this.card(await shrink(file)), taken: await takenAt(file) };
      one.caption.textContent = `${this.size(one.photo)}, ${this.words.wordsReady}`;
      this.queue.push(one);
    }
    await this.draft.save();
    this.sendNext();
  }

  card(photo) {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    if (photo.type.startsWith("image/")) {
      const image = document.createElement("img");
      image.alt = photo.name;
      image.src = URL.createObjectURL(photo);
      figure.append(image);
    } else {
      figure.append(photo.name);
    }
    figure.append(caption);
    this.gallery.insertBefore(figure, this.gallery.querySelector(".photo-add"));
    return { photo, caption, figure };
  }

  size(photo) {
    return `${Math.round(photo.size / 1000).toLocaleString(document.documentElement.lang)} kB`;
  }

  async sendNext() {
    if (this.isSending || !this.draft.isStored || !this.queue.length) return;
    if (!this.form.elements.consent.checked) {
      this.note.textContent = this.words.wordsConsent;
      return;
    }
    this.note.textContent = "";
    this.isSending = true;
    const one = this.queue[0];
    const { url, message } = await this.send(one);
    this.isSending = false;
    if (!url && !message) {
      one.caption.textContent = `${this.size(one.photo)}, ${this.words.wordsLater}`;
      return;
    }
    if (url) this.stored(one, url);
    else this.refused(one, message);
    this.queue.shift();
    this.sendNext();
  }

  stored(one, url) {
    const image = one.figure.querySelector("img");
    if (image && !image.naturalWidth) image.src = `${url}?kecil`; // such as HEIC
    one.caption.textContent = `${this.size(one.photo)}, ${this.words.wordsSent}`;
  }

  refused(one, message) {
    const words = document.createElement("p");
    words.className = "field__error";
    words.textContent = message;
    this.refusals.append(words);
    one.figure.remove();
  }

  // Whether the form may go: photos without consent would be lost on the way.
  mayLeave() {
    if (!this.queue.length || this.form.elements.consent.checked) return true;
    this.note.textContent = this.words.wordsConsent;
    this.form.elements.consent.focus();
    return false;
  }

  // { url } when stored, { message } when refused, {} when the line broke.
  send(one) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const bar = document.createElement("progress");
      const body = new FormData();
      body.append("photo", one.photo, one.photo.name);
      body.append("taken", one.taken);
      body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      bar.setAttribute("aria-label", `${this.words.wordsSending}: ${one.photo.name}`);
      one.caption.replaceChildren(bar);
      request.upload.addEventListener("progress", (event) => {
        bar.max = event.total;
        bar.value = event.loaded;
      });
      request.addEventListener("load", () => resolve(request.response ?? {}));
      request.addEventListener("error", () => resolve({}));
      request.open("POST", this.words.evidence);
      request.responseType = "json";
      request.send(body);
    });
  }

  // What is not sent yet goes along with the form, shrunk.
  handOver() {
    const rest = new DataTransfer();
    for (const one of this.queue) rest.items.add(one.photo);
    this.input.files = rest.files;
  }
}
