type Props = {
  label: string;
  hint: string;
  checked: boolean;
  disabled: boolean;
  onChange(checked: boolean): void;
};

/** One thing that is on or off, in a list of such things. */
export function ChoiceRow({ label, hint, checked, disabled, onChange }: Props) {
  return (
    <li>
      <label className="flex min-h-14 cursor-pointer items-center gap-4 py-3">
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="text-16">{label}</span>
          <span className="text-14 text-ink-soft">{hint}</span>
        </span>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="size-5 shrink-0 accent-accent"
        />
      </label>
    </li>
  );
}
