// What the share library asks of Node's “crypto” and Buffer, answered by the audited noble packages.
import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";

const bytesOf = (values) => Uint8Array.from(values);
export const Buffer = { from: bytesOf };

export function randomBytes(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function pbkdf2Sync(password, salt, count, length) {
  return pbkdf2(sha256, bytesOf(password), bytesOf(salt), { c: count, dkLen: length });
}

export function createHmac(_name, key) {
  const mac = hmac.create(sha256, bytesOf(key));
  return { update: (part) => mac.update(bytesOf(part)), digest: () => mac.digest() };
}
