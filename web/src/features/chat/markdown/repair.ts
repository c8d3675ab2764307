import remend from 'remend';

const ROW = /^ {0,3}\|.*$/;
const DELIMITER = /^ {0,3}\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** The last block of a growing text as it can be shown: what is only half written does not flash by as marks. */
export function repairGrowing(block: string): string {
  return remend(holdTableBack(block), { linkMode: 'text-only' });
}

/** A table is shown from its second line on: before, it would be a line of bars. */
function holdTableBack(block: string): string {
  const lines = block.split('\n');
  const first = lines.findIndex((line) => ROW.test(line));
  const begun = first >= 0 && lines.slice(first).every((line) => line === '' || ROW.test(line));
  if (!begun || lines.slice(first).length > 2) {
    return block;
  }
  const [head = '', marks = ''] = lines.slice(first);
  const complete = DELIMITER.test(marks) && cells(marks) === cells(head);
  return complete ? block : lines.slice(0, first).join('\n');
}

function cells(row: string): number {
  return row.replace(/\\\|/g, '').split('|').length;
}
