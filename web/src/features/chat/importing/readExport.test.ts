// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { NotAnExport, readExport } from './readExport';

const AT = 1_714_557_600;

function gptNode(id: string, parent: string | null, role: string, parts: unknown[], more: object = {}) {
  const message = {
    author: { role },
    content: { content_type: 'text', parts },
    create_time: AT,
    metadata: role === 'assistant' ? { model_slug: 'gpt-4' } : {},
    ...more,
  };
  return { id, parent, children: [], message };
}

const gpt = {
  conversation_id: 'g1',
  title: 'Tides',
  create_time: AT,
  mapping: {
    root: { id: 'root', parent: null, message: null },
    system: gptNode('system', 'root', 'system', ['']),
    q1: gptNode('q1', 'system', 'user', ['How do tides work?']),
    tool: gptNode('tool', 'q1', 'tool', ['searching']),
    a1: gptNode('a1', 'tool', 'assistant', ['The moon pulls.']),
    a1b: gptNode('a1b', 'q1', 'assistant', ['Gravity.']),
    q2: gptNode('q2', 'a1', 'user', ['And the sun?', { content_type: 'image_asset_pointer' }]),
  },
};

const claude = {
  uuid: 'c1',
  name: 'Soup',
  chat_messages: [
    { uuid: 'm1', sender: 'human', text: 'Which soup?', created_at: '2024-05-01T10:00:00Z' },
    {
      uuid: 'm2',
      sender: 'assistant',
      text: '',
      content: [{ type: 'text', text: 'Pumpkin.' }],
      created_at: '2024-05-01T10:00:05Z',
    },
    { uuid: 'm3', sender: 'assistant', text: 'Or leek.', created_at: '2024-05-01T10:00:06Z' },
  ],
};

function json(name: string, value: unknown): File {
  return new File([JSON.stringify(value)], name);
}

/** A file that was moved since it was chosen. */
class MovedFile extends File {
  override slice(): Blob {
    throw new DOMException('It could not be found.', 'NotFoundError');
  }
}

async function chats(file: File) {
  const { source, count, chats: all } = await readExport(file);
  const read = [];
  for await (const chat of all) {
    read.push(chat);
  }
  return { source, count, read };
}

describe('an export', () => {
  it('of ChatGPT keeps its tree, without tools and systems', async () => {
    const { source, count, read } = await chats(json('conversations.json', [gpt, { mapping: {} }]));
    expect([source, count, read[1]]).toEqual(['chatgpt', 2, null]);
    expect(read[0]?.origin).toBe('chatgpt:g1');
    expect(read[0]?.messages.map(({ role, text, parent, model }) => [role, text, parent, model])).toEqual([
      ['user', 'How do tides work?', null, null],
      ['assistant', 'The moon pulls.', 0, 'gpt-4'],
      ['assistant', 'Gravity.', 0, 'gpt-4'],
      ['user', 'And the sun?', 1, null],
    ]);
    expect(read[0]?.messages[0]?.created_at).toBe('2024-05-01T10:00:00.000Z');
  });

  it('of Claude joins what was answered in pieces', async () => {
    const { source, read } = await chats(json('conversations.json', [claude]));
    expect(source).toBe('claude');
    expect(read[0]?.messages.map(({ role, text, parent }) => [role, text, parent])).toEqual([
      ['user', 'Which soup?', null],
      ['assistant', 'Pumpkin.\n\nOr leek.', 0],
    ]);
  });

  it('of Potluck is one chat, or an archive of them', async () => {
    const own = {
      id: 'p1',
      title: 'Mine',
      messages: [{ id: 'q', parent_id: null, role: 'user', text: 'Hi', created_at: '2026-01-01T00:00:00Z' }],
    };
    const { source, read } = await chats(json('mine.json', own));
    expect([source, read[0]?.origin]).toEqual(['potluck', 'potluck:p1']);
    const archive = new File(
      [zip({ 'README.md': '#', 'conversations/a.json': JSON.stringify(own) })],
      'potluck.zip',
    );
    expect((await chats(archive)).read[0]?.title).toBe('Mine');
  });

  it('is found in the archive as it came', async () => {
    const archive = new File(
      [zip({ 'user.json': '{}', 'conversations.json': JSON.stringify([gpt]) })],
      'export.zip',
    );
    expect((await chats(archive)).source).toBe('chatgpt');
  });
});

describe('what is no export', () => {
  const whole = zip({ 'conversations.json': JSON.stringify([gpt]) });
  it.each([
    ['an archive that was cut off', new File([whole.slice(0, whole.length - 30)], 'export.zip'), 'damaged'],
    [
      'a list that was cut off',
      new File([JSON.stringify([gpt]).slice(0, 200)], 'conversations.json'),
      'damaged',
    ],
    [
      'a list that is gone from the disk',
      new MovedFile([JSON.stringify([gpt])], 'conversations.json'),
      'damaged',
    ],
    ['another archive', new File([zip({ 'photo.txt': 'x' })], 'photos.zip'), 'other'],
    ['another list', json('list.json', [{ a: 1 }]), 'other'],
    ['an empty list', json('list.json', []), 'other'],
  ])('%s is told so', async (_, file, why) => {
    const refusal = await chats(file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(NotAnExport);
    expect((refusal as NotAnExport).why).toBe(why);
  });
});

/** An archive of files that are not packed. */
function zip(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [bytesOfName, content] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const head = new DataView(new ArrayBuffer(30));
    head.setUint32(0, 0x04034b50, true);
    head.setUint16(26, bytesOfName.length, true);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint32(20, content.length, true);
    entry.setUint32(24, content.length, true);
    entry.setUint16(28, bytesOfName.length, true);
    entry.setUint32(42, at, true);
    pieces.push(new Uint8Array(head.buffer), bytesOfName, content);
    list.push(new Uint8Array(entry.buffer), bytesOfName);
    at += 30 + bytesOfName.length + content.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, Object.keys(files).length, true);
  end.setUint32(
    12,
    list.reduce((length, piece) => length + piece.length, 0),
    true,
  );
  end.setUint32(16, at, true);
  const all = [...pieces, ...list, new Uint8Array(end.buffer)];
  return Uint8Array.from(all.flatMap((piece) => [...piece]));
}
