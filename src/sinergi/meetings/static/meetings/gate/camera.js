// Reads QR codes with the camera where the browser can (BarcodeDetector).
const EVERY = 200;
const SAME_AGAIN = 3000;

export function canSee() {
  return "BarcodeDetector" in window && !!navigator.mediaDevices?.getUserMedia;
}

export class Camera {
  constructor(video, onText) {
    this.video = video;
    this.onText = onText;
    this.last = { text: "", at: 0 };
  }

  async start() {
    this.detector = new BarcodeDetector({ formats: ["qr_code"] });
    this.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.timer = setInterval(() => this.look(), EVERY);
  }

  async look() {
    if (this.isBusy || this.video.readyState < 2) return;
    this.isBusy = true;
    try {
      const [found] = await this.detector.detect(this.video);
      if (found) this.read(found.rawValue);
    } finally {
      this.isBusy = false;
    }
  }

  // A ticket that stays before the camera is read once.
  read(text) {
    const now = Date.now();
    const isSame = text === this.last.text && now - this.last.at < SAME_AGAIN;
    this.last = { text, at: now };
    if (!isSame) this.onText(text);
  }

  stop() {
    clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.hidden = true;
  }
}
