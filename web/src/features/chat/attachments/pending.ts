import { api } from '@/lib/api/client';
import { asProblem, Problem } from '@/lib/api/problem';
import { sessionState } from '@/lib/api/session';
import type { Attachment } from '@/lib/api/types';
import { createStore, type Store } from '@/lib/store';
import { throughReload } from '../throughReload';
import { shrunk } from './shrink';
import { uploadFile } from './upload';

// The files that wait in a composer, per place. Each is sent to the server at once, so that the question need not wait for it;
// what is taken out again, or never sent with a question, the server forgets. Of those that it has, the names survive a reload as
// throughReload.ts says.

export type PendingFile = {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  /** Where the browser finds the picture to show; null for what is no picture. */
  readonly preview: string | null;
  readonly state: PendingState;
};

type PendingState =
  | { readonly status: 'sending'; readonly part: number }
  | { readonly status: 'sent'; readonly attachment: Attachment }
  | { readonly status: 'refused'; readonly problem: Problem };

/** The most files of one question, as the server counts. */
export const FILES_MAX = 10;
/** The largest file, as the server counts: a larger one is not even sent. */
const BYTES_MAX = 20 * 1024 * 1024;

const NONE: readonly PendingFile[] = [];
const places = new Map<string, Store<readonly PendingFile[]>>();
const sending = new Map<number, { file: File; stop: AbortController }>();
let lastKey = 0;
const adoptKept = throughReload('potluck.files', sentFiles, (files) => {
  for (const [place, attachments] of files) {
    restoreFiles(place, attachments);
  }
});

sessionState.subscribe(() => {
  if (sessionState.get().status === 'signed_out') {
    for (const [place, store] of places) {
      for (const { key } of store.get()) {
        forget(place, key);
      }
    }
  }
});

export function pendingFiles(place: string): Store<readonly PendingFile[]> {
  adoptKept();
  let store = places.get(place);
  if (store === undefined) {
    store = createStore(NONE);
    places.set(place, store);
  }
  return store;
}

/** Adds files and sends them. Returns how many were too many. */
export function addFiles(place: string, files: readonly File[]): number {
  const store = pendingFiles(place);
  const taken = files.slice(0, Math.max(0, FILES_MAX - store.get().length));
  for (const file of taken) {
    lastKey += 1;
    const key = lastKey;
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    const state: PendingState = { status: 'sending', part: 0 };
    store.set([...store.get(), { key, name: file.name, bytes: file.size, preview, state }]);
    void send(place, key, file);
  }
  return files.length - taken.length;
}

/** Sends a file again that did not get through. */
export function retryFile(place: string, key: number): void {
  const file = sending.get(key)?.file;
  if (file !== undefined) {
    change(place, key, { status: 'sending', part: 0 });
    void send(place, key, file);
  }
}

/** Takes a file out again. */
export function removeFile(place: string, key: number): void {
  const state = forget(place, key)?.state;
  if (state?.status === 'sent') {
    // If this does not get through, the server forgets the file by itself after a day. One that a question has stays.
    void api
      .DELETE('/api/v1/attachments/{id}', { params: { path: { id: state.attachment.id } } })
      .catch(() => undefined);
  }
}

/** Whether the question can go: every file is there. */
export function areSent(files: readonly PendingFile[]): boolean {
  return files.every(({ state }) => state.status === 'sent');
}

/** Takes the files that were sent: they go with the question now. */
export function takeFiles(place: string): readonly Attachment[] {
  const files = pendingFiles(place).get();
  for (const { key } of files) {
    forget(place, key);
  }
  return sentOf(files);
}

/** Puts files back whose question was not taken. */
export function restoreFiles(place: string, attachments: readonly Attachment[]): void {
  const store = pendingFiles(place);
  const restored = attachments.map((attachment): PendingFile => {
    lastKey += 1;
    const { name, bytes } = attachment;
    return { key: lastKey, name: name ?? '', bytes, preview: null, state: { status: 'sent', attachment } };
  });
  store.set([...restored, ...store.get()]);
}

function sentFiles(): [place: string, attachments: readonly Attachment[]][] | null {
  const files = [...places]
    .map(([place, store]): [string, readonly Attachment[]] => [place, sentOf(store.get())])
    .filter(([, attachments]) => attachments.length > 0);
  return files.length === 0 ? null : files;
}

function sentOf(files: readonly PendingFile[]): readonly Attachment[] {
  return files.flatMap(({ state }) => (state.status === 'sent' ? [state.attachment] : []));
}

async function send(place: string, key: number, file: File): Promise<void> {
  const stop = new AbortController();
  sending.set(key, { file, stop });
  try {
    const smaller = await shrunk(file);
    if (smaller.size > BYTES_MAX) {
      throw new Problem({ code: 'file_too_large', status: 413, title: '', detail: '' });
    }
    const attachment = await uploadFile(smaller, {
      onProgress: (part) => change(place, key, { status: 'sending', part }),
      signal: stop.signal,
    });
    sending.delete(key);
    change(place, key, { status: 'sent', attachment });
  } catch (error) {
    if (!stop.signal.aborted) {
      change(place, key, { status: 'refused', problem: asProblem(error) });
    }
  }
}

function change(place: string, key: number, state: PendingState): void {
  const store = pendingFiles(place);
  store.set(store.get().map((file) => (file.key === key ? { ...file, state } : file)));
}

function forget(place: string, key: number): PendingFile | undefined {
  const store = pendingFiles(place);
  const file = store.get().find((other) => other.key === key);
  sending.get(key)?.stop.abort();
  sending.delete(key);
  if (file?.preview) {
    URL.revokeObjectURL(file.preview);
  }
  store.set(store.get().filter((other) => other.key !== key));
  return file;
}
