import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
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
  const call = api.GET('/api/v1/attachments/{id}', {
    params: { path: { id } },
    parseAs: 'blob',
    ...(signal === undefined ? {} : { signal }),
  });
  // The server calls everything bytes; only pictures are ever shown.
  return new Blob([await unwrap<Blob>(call)], {
    type: kind?.startsWith('image/') ? kind : 'application/octet-stream',
  });
}
