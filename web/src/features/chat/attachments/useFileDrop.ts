import { useEffect, useEffectEvent, useState } from 'react';

/** Takes files that are dropped anywhere on the page. True while some are held over it. */
export function useFileDrop(onDrop: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onDrop);
  useEffect(() => {
    function holds({ dataTransfer }: DragEvent): boolean {
      return dataTransfer?.types.includes('Files') ?? false;
    }
    function moved(event: DragEvent): void {
      if (holds(event)) {
        // Otherwise the browser would open the file in place of the page.
        event.preventDefault();
        setOver(true);
      }
    }
    function left(event: DragEvent): void {
      if (event.relatedTarget === null) {
        setOver(false);
      }
    }
    function dropped(event: DragEvent): void {
      if (holds(event)) {
        event.preventDefault();
        setOver(false);
        take([...(event.dataTransfer?.files ?? [])]);
      }
    }
    globalThis.addEventListener('dragover', moved);
    globalThis.addEventListener('dragleave', left);
    globalThis.addEventListener('drop', dropped);
    return () => {
      globalThis.removeEventListener('dragover', moved);
      globalThis.removeEventListener('dragleave', left);
      globalThis.removeEventListener('drop', dropped);
    };
  }, []);
  return over;
}
