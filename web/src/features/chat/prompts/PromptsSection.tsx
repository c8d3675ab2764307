import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Prompt } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Fetched } from '@/ui/Fetched';
import { IconButton } from '@/ui/IconButton';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { PromptDialog } from './PromptDialog';
import { promptsQuery } from './promptsQuery';

/** What I ask again and again: to add, change and forget. */
export function PromptsSection() {
  const queries = useQueryClient();
  const prompts = useQuery(promptsQuery);
  const [editing, setEditing] = useState<Prompt | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Prompt | null>(null);

  async function remove({ id }: Prompt) {
    await unwrap(api.DELETE('/api/v1/prompts/{id}', { params: { path: { id } } }));
    await queries.invalidateQueries({ queryKey: keys.prompts });
  }

  return (
    <div className="flex flex-col items-start gap-4">
      <p className="max-w-prose text-14 text-ink-soft">{t('prompts.text')}</p>
      <Fetched
        query={prompts}
        loading={
          <Loading className="w-full">
            <Skeleton className="h-11" />
          </Loading>
        }
      >
        {(mine) => <List prompts={mine} onEdit={setEditing} onDelete={setDeleting} />}
      </Fetched>
      <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => setEditing('new')}>
        {t('prompts.add')}
      </Button>
      {editing === null ? null : (
        <PromptDialog before={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={() => setDeleting(null)}
        title={t('prompts.delete', { name: deleting?.name ?? '' })}
        description={t('prompts.deleteText')}
        confirm={t('chat.list.delete')}
        danger
        onConfirm={async () => (deleting === null ? undefined : remove(deleting))}
      />
    </div>
  );
}

type ListProps = { prompts: readonly Prompt[]; onEdit(prompt: Prompt): void; onDelete(prompt: Prompt): void };

function List({ prompts, onEdit, onDelete }: ListProps) {
  if (prompts.length === 0) {
    return null;
  }
  return (
    <ul className="flex w-full flex-col divide-y divide-line border-line border-y">
      {prompts.map((prompt) => {
        const name = prompt.sealed ? t('chat.sealedTitle') : prompt.name;
        return (
          <li key={prompt.id} className="flex min-h-14 items-center gap-2">
            <div className="min-w-0 flex-1 py-2">
              <p dir="auto" className="truncate text-16">
                {name}
              </p>
              <p dir="auto" className="truncate text-14 text-ink-soft">
                {prompt.text}
              </p>
            </div>
            {prompt.sealed ? null : (
              <IconButton
                label={t('prompts.edit', { name })}
                icon={<Pencil size={17} aria-hidden="true" />}
                onClick={() => onEdit(prompt)}
              />
            )}
            <IconButton
              label={t('prompts.delete', { name })}
              icon={<Trash2 size={17} aria-hidden="true" />}
              onClick={() => onDelete(prompt)}
            />
          </li>
        );
      })}
    </ul>
  );
}
