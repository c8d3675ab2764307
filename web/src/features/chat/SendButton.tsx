import { ArrowUp, ListEnd } from 'lucide-react';
import { t } from '@/lib/i18n/t';
import { IconButton } from '@/ui/IconButton';
import { Spinner } from '@/ui/Spinner';

type Props = {
  /** An answer is being written: what is sent now waits for its end. */
  queues: boolean;
  empty: boolean;
  /** It was pressed, and goes as soon as the files are there. */
  waits: boolean;
  /** A file was refused: nothing goes while it is among them. */
  stuck: boolean;
};

/** Sends, or says why it does not. */
export function SendButton({ queues, empty, waits, stuck }: Props) {
  const idle = empty || waits || stuck;
  const name = stuck ? 'stuck' : waits ? 'waits' : queues ? 'queue' : 'send';
  const Picture = queues ? ListEnd : ArrowUp;
  const look = idle ? 'bg-ink/8 text-ink-faint!' : 'bg-accent text-on-accent! hover:bg-accent-hover';
  return (
    <IconButton
      type="submit"
      label={t(`chat.composer.${name}`)}
      icon={waits ? <Spinner /> : <Picture size={queues ? 18 : 20} aria-hidden="true" />}
      aria-busy={waits || undefined}
      aria-disabled={idle || undefined}
      className={queues ? (idle ? 'opacity-55' : undefined) : look}
    />
  );
}
