import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem, problemFrom } from '@/lib/api/problem';
import type { Attachment } from '@/lib/api/types';

/** Whether it is shown rather than named. */
export function isPicture({ kind }: Pick<Attachment, 'kind'>): boolean {
  return kind?.startsWith('image/') ?? false;
}

/** A file's bytes, which never change. */
export function attachmentQuery(file: Attachment) {
  return queryOptions({
    queryKey: keys.attachment(file.id),
    queryFn: ({ signal }) => fetchAttachment(file, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function fetchAttachment({ id, kind }: Attachment, signal?: AbortSignal): Promise<Blob> {
  try {
    const { data, response, error } = await api.GET('/api/v1/attachments/{id}', {
      params: { path: { id } },
      parseAs: 'blob',
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok || !data) {
      throw problemFrom(response, error);
    }
    // The server calls everything bytes; only pictures are ever shown.
    return new Blob([data], { type: kind?.startsWith('image/') ? kind : 'application/octet-stream' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw asProblem(error);
  }
}
