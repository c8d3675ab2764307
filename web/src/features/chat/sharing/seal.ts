// What a shared link shows is sealed here, in the browser: the key is in the link's fragment, which no server is sent. With a
// password, the key alone opens nothing.
//
// The form: version (1 byte) · flags (1) · salt (16) · nonce (12) · AES-256-GCM of gzipped JSON, with all that is before it as
// associated data.

const VERSION = 1;
const WITH_PASSWORD = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const HEAD_BYTES = 2 + SALT_BYTES + NONCE_BYTES;
const KEY_BYTES = 32;
/** What a guess of the password costs whoever has link and server. */
const ROUNDS = 600_000;
const PURPOSE = new TextEncoder().encode('potluck snapshot v1');
/** The longest content, unpacked. */
const CONTENT_BYTES_MAX = 64 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

/** The key, the password or the content is not the right one. */
export class Unopened extends Error {}

/** Whether this browser can seal at all: it can over HTTPS, and on this machine. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Seals something for whoever has the key that comes back, and the password if there is one. */
export async function seal(content: unknown, password: string): Promise<{ sealed: Bytes; key: string }> {
  const secret = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const head = new Uint8Array(HEAD_BYTES);
  head.set([VERSION, password === '' ? 0 : WITH_PASSWORD]);
  head.set(crypto.getRandomValues(new Uint8Array(SALT_BYTES + NONCE_BYTES)), 2);
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(content)),
    new CompressionStream('gzip'),
  );
  const key = await derive(secret, head, password);
  const body = await crypto.subtle.encrypt(parameters(head), key, packed);
  return { sealed: join(head, new Uint8Array(body)), key: toBase64Url(secret) };
}

/** Whether a password is needed beside the key. */
export function needsPassword(sealed: Bytes): boolean {
  return sealed[0] === VERSION && ((sealed[1] ?? 0) & WITH_PASSWORD) !== 0;
}

/** Opens what `seal` made; throws `Unopened` where key, password or content are others. */
export async function open(sealed: Bytes, key: string, password: string): Promise<unknown> {
  const secret = fromBase64Url(key);
  if (sealed[0] !== VERSION || sealed.length <= HEAD_BYTES || secret?.length !== KEY_BYTES) {
    throw new Unopened();
  }
  const head = sealed.slice(0, HEAD_BYTES);
  try {
    const opened = await crypto.subtle.decrypt(
      parameters(head),
      await derive(secret, head, needsPassword(sealed) ? password : ''),
      sealed.slice(HEAD_BYTES),
    );
    const content = await through(new Uint8Array(opened), new DecompressionStream('gzip'), CONTENT_BYTES_MAX);
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    throw new Unopened();
  }
}

function parameters(head: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv: head.slice(2 + SALT_BYTES), additionalData: head };
}

async function derive(secret: Bytes, head: Bytes, password: string): Promise<CryptoKey> {
  const salt = head.slice(2, 2 + SALT_BYTES);
  const material = password === '' ? secret : join(secret, await stretched(password, salt));
  const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey']);
  return await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: PURPOSE },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

async function stretched(password: string, salt: Bytes): Promise<Bytes> {
  const typed = new TextEncoder().encode(password.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS },
    base,
    8 * KEY_BYTES,
  );
  return new Uint8Array(bits);
}

async function through(
  bytes: Bytes,
  transform: CompressionStream | DecompressionStream,
  bytesMax = Number.POSITIVE_INFINITY,
): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const pieces: Bytes[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return join(...pieces);
    }
    length += value.byteLength;
    if (length > bytesMax) {
      await reader.cancel();
      throw new Unopened();
    }
    pieces.push(value as Bytes);
  }
}

function join(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBase64Url(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64Url(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    return null;
  }
}
