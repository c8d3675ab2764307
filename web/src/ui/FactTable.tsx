import type { ReactNode } from 'react';
import { cx } from './cx';
import { WideTable } from './WideTable';

export type Column<Row> = {
  /** Over the column, and on a phone beside each of its facts. */
  title: string;
  fact(row: Row): ReactNode;
  /** How the fact is set apart from others. */
  look?(row: Row): string | undefined;
};

type Props<Row> = {
  /** What the table is about, for those who do not see what stands around it. */
  label: string;
  /** Over the names of the rows. */
  names: string;
  nameOf(row: Row): ReactNode;
  keyOf(row: Row): string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** What is to be known about all facts. */
  note?: string;
};

/** Facts about things: a row for each, and on a phone a card for each. The roles are said because a card is no row to every browser. */
export function FactTable<Row>({ label, names, nameOf, keyOf, columns, rows, note }: Props<Row>) {
  return (
    <WideTable label={label}>
      <p aria-hidden="true" className="pb-2 text-12 text-ink-soft sm:hidden">
        {names}
      </p>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: see above */}
      <table role="table" className="w-full text-14 tabular-nums max-sm:flex max-sm:flex-col">
        {note === undefined ? null : (
          <caption className="caption-bottom pt-2 text-start text-12 text-ink-faint max-sm:order-last">
            {note}
          </caption>
        )}
        <thead role="rowgroup" className="text-12 text-ink-soft max-sm:sr-only">
          <tr role="row" className="border-line border-b align-bottom">
            <th role="columnheader" scope="col" className="py-2 text-start font-normal">
              {names}
            </th>
            {columns.map(({ title }) => (
              <th key={title} role="columnheader" scope="col" className="py-2 ps-3 text-end font-normal">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-sm:flex max-sm:flex-col max-sm:gap-3">
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              role="row"
              className="border-line sm:border-b max-sm:flex max-sm:flex-col max-sm:gap-1.5 max-sm:rounded-m max-sm:border max-sm:p-3"
            >
              <th
                role="rowheader"
                scope="row"
                className="text-start font-medium sm:max-w-56 sm:py-2.5 sm:pe-3 max-sm:min-w-0 max-sm:break-words"
              >
                {nameOf(row)}
              </th>
              {columns.map(({ title, fact, look }) => (
                <td
                  key={title}
                  role="cell"
                  className={cx(
                    'text-end sm:py-2.5 sm:ps-3 max-sm:flex max-sm:justify-between max-sm:gap-4',
                    look?.(row),
                  )}
                >
                  <span aria-hidden="true" className="font-normal text-ink-soft sm:hidden">
                    {title}
                  </span>
                  <span>{fact(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </WideTable>
  );
}
