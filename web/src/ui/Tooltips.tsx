import { useEffect, useLayoutEffect, useRef, useState } from 'react';

const SHOWN_AFTER_MS = 400;
/** Room to the window's edges. */
const MARGIN = 8;

type Shown = { text: string; control: Element };

/** Shows the name of whatever is pointed at or reached by keyboard; once per app. Escape, a press or a scroll ends it. */
export function Tooltips() {
  const [shown, setShown] = useState<Shown | null>(null);
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let pointed: Element | null = null;

    /** Until something else is pointed at: what was pressed or waved away does not name itself again. */
    function end() {
      clearTimeout(waiting);
      setShown(null);
    }
    function show(control: Element) {
      const text = control.getAttribute('data-tip');
      setShown(text === null || !control.isConnected ? null : { text, control });
    }
    // A move, as what comes under a pointer that rests was not pointed at.
    function moved({ target, pointerType }: PointerEvent) {
      // Whoever moves onto the name itself reads it.
      if (!(target instanceof Element) || pointerType === 'touch' || panel.current?.contains(target)) {
        return;
      }
      const control = target.closest('[data-tip]');
      if (control !== pointed) {
        end();
        pointed = control;
        waiting = control === null ? undefined : setTimeout(() => show(control), SHOWN_AFTER_MS);
      }
    }
    function focused({ target }: FocusEvent) {
      const control = target instanceof Element ? target.closest('[data-tip]') : null;
      if (control?.matches(':focus-visible')) {
        show(control);
      }
    }
    function pressed({ key }: KeyboardEvent) {
      if (key === 'Escape') {
        end();
      }
    }
    document.addEventListener('pointermove', moved, { passive: true });
    document.addEventListener('focusin', focused);
    document.addEventListener('focusout', end);
    document.addEventListener('pointerdown', end);
    document.addEventListener('keydown', pressed);
    document.addEventListener('scroll', end, { capture: true, passive: true });
    return () => {
      clearTimeout(waiting);
      document.removeEventListener('pointermove', moved);
      document.removeEventListener('focusin', focused);
      document.removeEventListener('focusout', end);
      document.removeEventListener('pointerdown', end);
      document.removeEventListener('keydown', pressed);
      document.removeEventListener('scroll', end, { capture: true });
    };
  }, []);

  // Below the control, or above it where there is no room below.
  useLayoutEffect(() => {
    const box = panel.current;
    if (box !== null && shown !== null) {
      const place = shown.control.getBoundingClientRect();
      const left = place.left + place.width / 2 - box.offsetWidth / 2;
      const most = globalThis.innerWidth - box.offsetWidth - MARGIN;
      const fits = place.bottom + box.offsetHeight + MARGIN <= globalThis.innerHeight;
      box.style.left = `${Math.max(MARGIN, Math.min(left, most))}px`;
      box.style.top = `${fits ? place.bottom : place.top - box.offsetHeight}px`;
    }
  }, [shown]);

  return shown === null ? null : (
    // The control says the same aloud.
    <div ref={panel} aria-hidden="true" className="fixed z-50 max-w-64 animate-fade py-1.5">
      <p className="rounded-s bg-ink px-2 py-1 text-12 text-paper">{shown.text}</p>
    </div>
  );
}
