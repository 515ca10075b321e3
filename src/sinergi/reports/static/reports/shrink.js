// Shrinks a photo in the browser: at most 1,600 pixels a side, JPEG, no position.
// Of what the camera noted, only the moment is read, beside the photo.
const SIDE = 1600;
const QUALITY = 0.8;

export async function shrink(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "white"; // what is transparent would turn black
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // A format that this browser cannot read; the server may.
  }
}

// "2022:11:26 09:12:00": the earliest moment that the head of a JPEG holds, or "".
export async function takenAt(file) {
  if (file.type !== "image/jpeg") return "";
  const head = new TextDecoder("latin1").decode(await file.slice(0, 65536).arrayBuffer());
  return head.match(/\b\d{4}:[01]\d:[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d\b/g)?.sort()[0] ?? "";
}
