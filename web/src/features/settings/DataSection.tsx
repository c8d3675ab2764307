import { CloseAccount } from './CloseAccount';
import { ExportAccount } from './ExportAccount';

/** What is mine here: taking it along, and taking it away. */
export function DataSection() {
  return (
    <div className="flex flex-col gap-10">
      <ExportAccount />
      <CloseAccount />
    </div>
  );
}
