import { useStore } from '@/lib/store';
import { announcement } from './announce';

/** The live region behind `announce`; once per app. */
export function Announcer() {
  const { text, count } = useStore(announcement);
  return (
    <div role="status" className="sr-only">
      {/* A new element each time, so that the same words twice are said twice. */}
      <span key={count}>{text}</span>
    </div>
  );
}
