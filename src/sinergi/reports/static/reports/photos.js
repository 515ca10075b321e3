// Shrinks the chosen photos and sends them one by one, each with its progress.
import { shrink } from "./shrink.js";

export class Photos {
  constructor(form, draft) {
    this.form = form;
    this.draft = draft;
    this.words = form.dataset;
    this.input = form.elements.photos;
    this.gallery = document.getElementById("foto");
    this.note = document.getElementById("unggahan");
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
    for (const file of files) {
      const one = this.card(await shrink(file));
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
    return { photo, caption };
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
    const refused = await this.send(one);
    this.isSending = false;
    if (refused === null) {
      one.caption.textContent = `${this.size(one.photo)}, ${this.words.wordsLater}`;
      return;
    }
    one.caption.textContent = refused || `${this.size(one.photo)}, ${this.words.wordsSent}`;
    this.queue.shift();
    this.sendNext();
  }

  // "" when stored, the reason when refused, null when the line broke.
  send(one) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const bar = document.createElement("progress");
      const body = new FormData();
      body.append("photo", one.photo, one.photo.name);
      body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      bar.setAttribute("aria-label", `${this.words.wordsSending}: ${one.photo.name}`);
      one.caption.replaceChildren(bar);
      request.upload.addEventListener("progress", (event) => {
        bar.max = event.total;
        bar.value = event.loaded;
      });
      request.addEventListener("load", () => resolve(answerOf(request)));
      request.addEventListener("error", () => resolve(null));
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

function answerOf(request) {
  if (request.status === 201) return "";
  return request.response?.message ?? null;
}
