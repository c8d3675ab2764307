import { noConnection, readProblem } from '@/lib/api/problem';
import { bearer, renew } from '@/lib/api/session';
import type { Attachment } from '@/lib/api/types';

type Options = { onProgress(part: number): void; signal: AbortSignal };

/** Sends a file and tells how far it has come, from 0 to 1; `fetch` cannot tell that. Throws a `Problem` if it is refused. */
export async function uploadFile(file: File, options: Options): Promise<Attachment> {
  const token = await bearer();
  const answer = await send(file, token, options);
  if (answer.status !== 401 || token === null) {
    return await read(answer);
  }
  const renewed = await renew(token);
  return await read(renewed === null ? answer : await send(file, renewed, options));
}

async function read(answer: Response): Promise<Attachment> {
  if (!answer.ok) {
    throw await readProblem(answer);
  }
  return (await answer.json()) as Attachment;
}

function send(file: File, token: string | null, { onProgress, signal }: Options): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    if (token !== null) {
      request.setRequestHeader('Authorization', `Bearer ${token}`);
    }
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(loaded / Math.max(total, 1)),
    );
    request.addEventListener('load', () =>
      resolve(new Response(request.responseText, { status: request.status })),
    );
    request.addEventListener('error', () => reject(noConnection()));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
