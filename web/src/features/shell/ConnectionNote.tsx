import { CloudOff } from 'lucide-react';
import { useConnectionText } from './useConnectionText';

/** On wide screens: says that the connection is gone, above whatever is read, and moves nothing. Phones say it in their bar. */
export function ConnectionNote() {
  const text = useConnectionText();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-2 z-20 hidden justify-center ps-66 lg:flex print:hidden"
    >
      {text === null ? null : (
        <p className="flex animate-fade items-center gap-2 rounded-full border border-line bg-raised px-4 py-1.5 text-14 text-ink-soft shadow-float">
          <CloudOff size={16} aria-hidden="true" className="shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}
