// Reading codes and signed tickets: `payload.signature`, both base64url, the payload
// `T1|meeting|code|channel|key id`. The signature is Ed25519.
const CODE = /^[2-9A-HJ-NP-Z]{8}$/;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function codeIn(text) {
  const folded = text.slice(0, 40).replace(/[\s\-–.]/g, "").toUpperCase();
  return CODE.test(folded) ? folded : "";
}

// The ticket that a text claims to be, or null where it is no signed ticket.
export function ticketIn(text) {
  const [payload, signature] = text.trim().split(".");
  if (signature === undefined) return null;
  try {
    const data = bytes(payload);
    const parts = new TextDecoder().decode(data).split("|");
    if (parts.length !== 5 || parts[0] !== "T1") return null;
    const [, meeting, code, channel, keyId] = parts;
    return { meeting, code, channel, keyId, data, signature };
  } catch {
    return null;
  }
}

// true: signed by a key we know; false: forged or altered; null: cannot be told here,
// because the browser lacks Ed25519 or the key is younger than the list.
export async function isTrue(ticket, keys) {
  const found = keys.find(([keyId]) => keyId === ticket.keyId);
  if (!found) return null;
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes(found[1]), "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
  try {
    return await crypto.subtle.verify("Ed25519", key, bytes(ticket.signature), ticket.data);
  } catch {
    return false;
  }
}
