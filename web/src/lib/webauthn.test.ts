import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '@/lib/api/problem';
import { makePasskey, passkeySupport, showPasskey } from './webauthn';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const create = vi.fn();
const get = vi.fn();

beforeEach(() => {
  create.mockReset();
  get.mockReset();
  vi.stubGlobal('navigator', { credentials: { create, get } });
});

function credential(response: object, results: object) {
  return {
    id: '-_8',
    rawId: bytes(251, 255),
    type: 'public-key',
    response,
    getClientExtensionResults: () => results,
  };
}

const made = { clientDataJSON: bytes(1), attestationObject: bytes(2) };
const shown = {
  clientDataJSON: bytes(1),
  authenticatorData: bytes(2),
  signature: bytes(3),
  userHandle: bytes(4),
};
const prf = { eval: { first: 'cG90' } };
const creation = {
  challenge: '-_8',
  rp: { id: 'localhost', name: 'Potluck' },
  user: { id: 'AQI', name: 'ada', displayName: 'Ada' },
  excludeCredentials: [{ type: 'public-key', id: 'AwQ' }],
  extensions: { prf },
};

test('what the server asks reaches the browser as bytes, and its answer goes back as text', async () => {
  create.mockResolvedValue(credential(made, { prf: { enabled: true, results: { first: bytes(9, 9) } } }));
  const answer = await makePasskey(creation);
  const asked = create.mock.calls[0]?.[0].publicKey;
  expect([...asked.challenge]).toEqual([251, 255]);
  expect([...asked.user.id]).toEqual([1, 2]);
  expect([...asked.excludeCredentials[0].id]).toEqual([3, 4]);
  expect(new TextDecoder().decode(asked.extensions.prf.eval.first)).toBe('pot');
  expect(answer).toEqual({
    credential: {
      id: '-_8',
      rawId: '-_8',
      type: 'public-key',
      response: { clientDataJSON: 'AQ', attestationObject: 'Ag' },
    },
    output: 'CQk',
  });
  expect(get).not.toHaveBeenCalled();
});

test('a device that gives its output only when asked again is asked again', async () => {
  create.mockResolvedValue(credential(made, { prf: { enabled: true } }));
  get.mockResolvedValue(credential(shown, { prf: { results: { first: bytes(7) } } }));
  expect((await makePasskey(creation)).output).toBe('Bw');
  const asked = get.mock.calls[0]?.[0].publicKey;
  expect(asked.rpId).toBe('localhost');
  expect(asked.allowCredentials).toEqual([{ type: 'public-key', id: bytes(251, 255) }]);

  // Who declines the second question has a passkey all the same.
  get.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  expect(await makePasskey(creation)).not.toHaveProperty('output');
  // A device that cannot is not asked.
  get.mockClear();
  create.mockResolvedValue(credential(made, { prf: { enabled: false } }));
  expect(await makePasskey(creation)).not.toHaveProperty('output');
  expect(get).not.toHaveBeenCalled();
});

test('signing in names its owner, and opens the chats where the device can', async () => {
  get.mockResolvedValue(credential(shown, {}));
  const answer = await showPasskey({
    challenge: 'AQ',
    rpId: 'localhost',
    allowCredentials: [],
    extensions: { prf },
  });
  expect(answer.credential.response).toEqual({
    clientDataJSON: 'AQ',
    authenticatorData: 'Ag',
    signature: 'Aw',
    userHandle: 'BA',
  });
  expect(answer).not.toHaveProperty('output');
});

test.each([
  ['NotAllowedError', 'passkey_cancelled'],
  ['AbortError', 'passkey_cancelled'],
  ['InvalidStateError', 'passkey_known'],
  ['SecurityError', 'passkey_failed'],
])('%s is told as %s', async (name, code) => {
  create.mockRejectedValue(new DOMException('why', name));
  await expect(makePasskey(creation)).rejects.toMatchObject({ code });
  await expect(makePasskey(creation)).rejects.toBeInstanceOf(Problem);
});

test('passkeys work where the server says, in browsers that have them', () => {
  vi.stubGlobal('PublicKeyCredential', undefined);
  expect(passkeySupport(globalThis.location.origin)).toBe('nowhere');
  vi.stubGlobal('PublicKeyCredential', class {});
  expect(passkeySupport(globalThis.location.origin)).toBe('here');
  expect(passkeySupport('https://elsewhere.example')).toBe('elsewhere');
  expect(passkeySupport(null)).toBe('nowhere');
});
