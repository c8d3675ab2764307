/** How far something has come, as a bar. `label` says of what; the numbers stand beside it in words. */
export function Progress({ value, max, label }: { value: number; max: number; label: string }) {
  const part = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(part * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 overflow-hidden rounded-full bg-ink/10"
    >
      <div style={{ width: `${part * 100}%` }} className="h-full rounded-full bg-ink-soft" />
    </div>
  );
}
