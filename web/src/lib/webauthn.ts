import { Problem } from '@/lib/api/problem';

/** What goes to the server: the credential as JSON, and what opens the chats, where the authenticator gives it. */
export type PasskeyAnswer = { credential: Record<string, unknown>; output?: string };

/** `publicKey` of a ceremony, as the server sends it: bytes are in base64url. */
type Options = Record<string, unknown>;

/** Where passkeys can be used: here, on another address of this server, or nowhere. */
export type PasskeySupport = 'here' | 'elsewhere' | 'nowhere';

export function passkeySupport(worksAt: string | null | undefined): PasskeySupport {
  if (!worksAt) {
    return 'nowhere';
  }
  if (globalThis.location.origin !== worksAt) {
    return 'elsewhere';
  }
  return typeof globalThis.PublicKeyCredential === 'function' ? 'here' : 'nowhere';
}

/** Has the device make a passkey. */
export async function makePasskey(options: Options): Promise<PasskeyAnswer> {
  const publicKey = fromJson(options) as unknown as PublicKeyCredentialCreationOptions;
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  const response = made.response as AuthenticatorAttestationResponse;
  const output = outputOf(made) ?? (await outputAfterwards(made, publicKey));
  return {
    credential: {
      id: made.id,
      rawId: toBase64Url(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: toBase64Url(response.clientDataJSON),
        attestationObject: toBase64Url(response.attestationObject),
      },
    },
    ...(output === undefined ? {} : { output }),
  };
}

/** Has a device show one of its passkeys. */
export async function showPasskey(options: Options): Promise<PasskeyAnswer> {
  const publicKey = fromJson(options) as unknown as PublicKeyCredentialRequestOptions;
  const shown = await asked(() => navigator.credentials.get({ publicKey }));
  const response = shown.response as AuthenticatorAssertionResponse;
  const output = outputOf(shown);
  return {
    credential: {
      id: shown.id,
      rawId: toBase64Url(shown.rawId),
      type: shown.type,
      response: {
        clientDataJSON: toBase64Url(response.clientDataJSON),
        authenticatorData: toBase64Url(response.authenticatorData),
        signature: toBase64Url(response.signature),
        userHandle: response.userHandle ? toBase64Url(response.userHandle) : null,
      },
    },
    ...(output === undefined ? {} : { output }),
  };
}

/** Most authenticators say at first only that they can, and give it when they are asked again. */
async function outputAfterwards(
  made: PublicKeyCredential,
  { rp, extensions }: PublicKeyCredentialCreationOptions,
): Promise<string | undefined> {
  if (made.getClientExtensionResults().prf?.enabled !== true) {
    return undefined;
  }
  try {
    const shown = await asked(() =>
      navigator.credentials.get({
        publicKey: {
          challenge: crypto.getRandomValues(new Uint8Array(32)),
          allowCredentials: [{ type: 'public-key', id: made.rawId }],
          userVerification: 'required',
          ...(rp.id === undefined ? {} : { rpId: rp.id }),
          ...(extensions?.prf === undefined ? {} : { extensions: { prf: extensions.prf } }),
        },
      }),
    );
    return outputOf(shown);
  } catch {
    // The passkey is made; without this it signs in and asks for the password.
    return undefined;
  }
}

function outputOf(credential: PublicKeyCredential): string | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first === undefined ? undefined : toBase64Url(first);
}

/** The credential, or why there is none as a `Problem`. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential !== null) {
      return credential as PublicKeyCredential;
    }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError') {
      throw problem('passkey_known');
    }
    if (name !== 'NotAllowedError' && name !== 'AbortError') {
      throw problem('passkey_failed');
    }
  }
  throw problem('passkey_cancelled');
}

function problem(code: string): Problem {
  return new Problem({ code, status: 0, title: '', detail: '' });
}

/** Where base64url stands for bytes (WebAuthn level 3, §5.1.8 and §5.1.9). */
function fromJson(options: Options): Options {
  const user = options.user as { id: string } | undefined;
  const extensions = options.extensions as { prf?: { eval: { first: string } } } | undefined;
  return {
    ...options,
    challenge: fromBase64Url(options.challenge as string),
    ...(user ? { user: { ...user, id: fromBase64Url(user.id) } } : {}),
    ...listOf(options, 'excludeCredentials'),
    ...listOf(options, 'allowCredentials'),
    ...(extensions?.prf
      ? { extensions: { ...extensions, prf: { eval: { first: fromBase64Url(extensions.prf.eval.first) } } } }
      : {}),
  };
}

function listOf(options: Options, name: string): Options {
  const list = options[name] as { id: string }[] | undefined;
  return list ? { [name]: list.map((entry) => ({ ...entry, id: fromBase64Url(entry.id) })) } : {};
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(bytes: BufferSource): string {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const binary = Array.from(view, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
