import type { QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import type { Folder } from '@/lib/api/types';
import { problemText } from '@/lib/i18n/problemText';
import { toast } from '@/ui/toasts';

/** The most characters of a folder's name. */
export const FOLDER_NAME_LENGTH = 60;

/** Gives a folder another name; what is refused is said. */
export async function renameFolder(queries: QueryClient, { id }: Folder, name: string): Promise<void> {
  try {
    await unwrap(api.PUT('/api/v1/folders/{id}', { params: { path: { id } }, body: { name } }));
  } catch (error) {
    toast(problemText(asProblem(error)));
  }
  await queries.invalidateQueries({ queryKey: keys.folders });
}

/** Takes a folder away; its conversations stay. Throws a `Problem` if refused. */
export async function deleteFolder(queries: QueryClient, { id }: Folder): Promise<void> {
  await unwrap(api.DELETE('/api/v1/folders/{id}', { params: { path: { id } } }));
  await queries.invalidateQueries({ queryKey: keys.folders });
  await queries.invalidateQueries({ queryKey: keys.allConversations });
}
