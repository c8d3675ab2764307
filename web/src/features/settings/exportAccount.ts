import { api } from '@/lib/api/client';
import { fileNameOf } from '@/lib/api/fileNameOf';
import { problemFrom } from '@/lib/api/problem';
import { overNetwork } from '@/lib/api/reach';
import type { Proof } from './proof';

/** Fetches the archive of everything that is the caller's. `onProgress` hears how many bytes have come. */
export async function exportAccount(proof: Proof, onProgress: (bytes: number) => void): Promise<File> {
  const { data, response, error } = await api.POST('/api/v1/me/export', {
    body: proof,
    parseAs: 'stream',
  });
  if (!response.ok || !data) {
    throw problemFrom(response, error);
  }
  const blob = await collect(data, onProgress);
  return new File([blob], fileNameOf(response, 'potluck.zip'), { type: 'application/zip' });
}

/** Reads a body to its end. One that breaks off throws: half an archive is none. */
async function collect(body: ReadableStream<Uint8Array>, onProgress: (bytes: number) => void): Promise<Blob> {
  const reader = body.getReader();
  const pieces: BlobPart[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await overNetwork(reader.read());
    if (done) {
      return new Blob(pieces);
    }
    pieces.push(value as Uint8Array<ArrayBuffer>);
    bytes += value.byteLength;
    onProgress(bytes);
  }
}
