import type { ComponentProps } from 'react';
import { cx } from '@/ui/cx';

type Props = ComponentProps<'textarea'> & {
  value: string;
  /** How high it may become, as a class; then it scrolls. */
  most: string;
};

/** A field that is as high as its text. The same text in the same place gives it its height, without measuring anything. */
export function GrowingTextArea({ value, most, className, ...rest }: Props) {
  return (
    <div className={cx('grid overflow-y-auto', most)}>
      <textarea
        rows={1}
        dir="auto"
        value={value}
        className={cx(
          'col-start-1 row-start-1 resize-none overflow-hidden bg-transparent text-16 outline-none',
          className,
        )}
        {...rest}
      />
      <div
        aria-hidden="true"
        className={cx('invisible col-start-1 row-start-1 whitespace-pre-wrap text-16', className)}
      >
        {`${value}\u200b`}
      </div>
    </div>
  );
}
