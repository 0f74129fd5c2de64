// Bytes as hex, base64 and text; what is signed is built here and nowhere else.

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const PAYLOAD_TYPE = "application/vnd.showclear.event+json";

/** DSSE 1.0.2 pre-authentication encoding of an event: the very bytes that are signed. */
export function signedBytes(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(utf8(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload);
}

/** The envelope of an event that one person signs, in its one canonical text. */
export function envelope(payload: Uint8Array, key: string, signature: Uint8Array): string {
  return JSON.stringify({
    payload: toBase64(payload),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: key, sig: toBase64(signature) }],
  });
}
