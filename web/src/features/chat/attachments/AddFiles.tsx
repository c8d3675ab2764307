import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';

/** What the file picker offers first; anything can be chosen, and the server says what it cannot use. */
const ACCEPT =
  'image/png,image/jpeg,image/gif,image/webp,application/pdf,text/*,.md,.csv,.json,.log,.xml,.yaml,.toml';

/** Opens the device's own picker. */
export function AddFiles({ onAdd }: { onAdd(files: readonly File[]): void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label={t('files.add')}
        icon={<Paperclip size={18} aria-hidden="true" />}
        onClick={() => field.current?.click()}
      />
      <input
        ref={field}
        type="file"
        multiple
        accept={ACCEPT}
        aria-label={t('files.choose')}
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          onAdd([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}
