import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Folder } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';

const foldersQuery = queryOptions({
  queryKey: keys.folders,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/folders', { signal }))).items,
});

/** My folders in a group, by name. Until they are there, none. */
export function useFolders(groupId: string | null): readonly Folder[] {
  const { data = [] } = useQuery({ ...foldersQuery, enabled: groupId !== null });
  return data
    .filter((folder) => folder.group_id === groupId)
    .sort((a, b) => folderName(a).localeCompare(folderName(b)));
}

/** What a folder is called, also while its name is sealed. */
export function folderName({ name, sealed }: Folder): string {
  return sealed ? t('chat.sealedTitle') : name;
}
