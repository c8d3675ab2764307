import { t } from '@/lib/i18n/t';

const EXAMPLES = [
  ['chat.example.dinner', 'chat.example.dinnerText'],
  ['chat.example.explain', 'chat.example.explainText'],
  ['chat.example.write', 'chat.example.writeText'],
  ['chat.example.code', 'chat.example.codeText'],
] as const;

/** Ideas for a first message: they are put into the composer, to be changed and sent by hand. */
export function Examples({ onChoose }: { onChoose(text: string): void }) {
  return (
    <ul aria-label={t('chat.examples')} className="grid gap-x-6 sm:grid-cols-2">
      {EXAMPLES.map(([label, text]) => (
        <li key={label} className="border-line border-t">
          <button
            type="button"
            className="min-h-12 w-full rounded-s py-3 text-start text-14 text-ink-soft transition-colors hover:text-accent-text"
            onClick={() => onChoose(t(text))}
          >
            {t(label)}
          </button>
        </li>
      ))}
    </ul>
  );
}
