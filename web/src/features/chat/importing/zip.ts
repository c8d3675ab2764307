// Reads files out of a ZIP archive, one at a time: an export can be larger than memory has room for twice.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;
/** The largest file that is unpacked: exports of many years are a few hundred megabytes. */
const FILE_BYTES_MAX = 1024 * 1024 * 1024;

/** It is no archive, or one that cannot be read. */
export class NotAnArchive extends Error {}

type Entry = { name: string; method: number; packed: number; at: number };

/** The archive's files, by their names. */
export async function openZip(
  file: Blob,
): Promise<{ names: readonly string[]; text(name: string): Promise<string> }> {
  const entries = await directory(file);
  return {
    names: entries.map(({ name }) => name),
    async text(name) {
      const entry = entries.find((other) => other.name === name);
      if (entry === undefined) {
        throw new NotAnArchive(name);
      }
      return await unpacked(file, entry);
    },
  };
}

async function directory(file: Blob): Promise<Entry[]> {
  const tail = await view(file, Math.max(0, file.size - END_BYTES - COMMENT_BYTES_MAX), file.size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) {
    end -= 1;
  }
  if (end < 0) {
    throw new NotAnArchive();
  }
  const [count, bytes, start] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  if (start + bytes > file.size) {
    throw new NotAnArchive();
  }
  const list = await view(file, start, start + bytes);
  const entries: Entry[] = [];
  let at = 0;
  for (
    let index = 0;
    index < count && at + 46 <= list.byteLength && list.getUint32(at, true) === ENTRY;
    index += 1
  ) {
    const lengths = [
      list.getUint16(at + 28, true),
      list.getUint16(at + 30, true),
      list.getUint16(at + 32, true),
    ];
    const [name = 0, extra = 0, comment = 0] = lengths;
    const bytesOfName = new Uint8Array(list.buffer, list.byteOffset + at + 46, name);
    entries.push({
      name: new TextDecoder().decode(bytesOfName),
      method: list.getUint16(at + 10, true),
      packed: list.getUint32(at + 20, true),
      at: list.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  if (entries.length < count) {
    throw new NotAnArchive();
  }
  return entries;
}

async function unpacked(file: Blob, { method, packed, at }: Entry): Promise<string> {
  const head = await view(file, at, at + 30);
  if (head.byteLength < 30) {
    throw new NotAnArchive();
  }
  const start = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = file.slice(start, start + packed);
  if (content.size < packed || (method !== STORED && method !== DEFLATED)) {
    throw new NotAnArchive();
  }
  const stream =
    method === STORED
      ? content.stream()
      : content.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return text + decoder.decode();
      }
      bytes += value.byteLength;
      if (bytes > FILE_BYTES_MAX) {
        await reader.cancel();
        throw new NotAnArchive();
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    throw new NotAnArchive();
  }
}

async function view(file: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await file.slice(from, to).arrayBuffer());
}
