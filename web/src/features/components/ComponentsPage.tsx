import { Download, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Problem } from '@/lib/api/problem';
import { chooseTheme, useThemeChoice } from '@/lib/theme';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { CopyButton } from '@/ui/CopyButton';
import { CreditBar } from '@/ui/CreditBar';
import { CreditRing } from '@/ui/CreditRing';
import { Dialog } from '@/ui/Dialog';
import { EmptyState } from '@/ui/EmptyState';
import { FactTable } from '@/ui/FactTable';
import { Field, SelectInput, TextArea, TextInput } from '@/ui/Field';
import { HoverCard } from '@/ui/HoverCard';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuLabel } from '@/ui/Menu';
import { Page, Section } from '@/ui/Page';
import { PasswordField } from '@/ui/PasswordField';
import { ProblemNote } from '@/ui/ProblemNote';
import { Progress } from '@/ui/Progress';
import { Segments } from '@/ui/Segments';
import { ShareTag } from '@/ui/ShareTag';
import { Loading, Skeleton } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { TableMark } from '@/ui/TableMark';
import { TablePicture } from '@/ui/TablePicture';
import { toast } from '@/ui/toasts';
import { WideTable } from '@/ui/WideTable';

// For those who build the app: every component of ui/ on one page, in the theme that is chosen above. In English only.

const COLORS = [
  'paper',
  'raised',
  'sunk',
  'line',
  'line-strong',
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'good',
  'warn',
  'bad',
];
const SIZES = [12, 14, 16, 20, 28, 40];
const STATUSES = ['due', 'processing', 'paid', 'past_due', 'covered', 'voided', 'refunded'] as const;
const STANDING = { grant: 100, own: 30, lent: 15, borrowed: 20, available: 55 };
const TROUBLE = new Problem({ code: 'network', status: 0, title: '', detail: '' });

export function ComponentsPage() {
  const theme = useThemeChoice();
  return (
    <Page
      title="Components"
      lead="What everything is made of"
      actions={
        <Segments
          label="Theme"
          value={theme}
          onChange={chooseTheme}
          options={[
            { value: 'system', label: 'Device' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      }
    >
      <Looks />
      <Buttons />
      <Fields />
      <Floating />
      <States />
      <Pictures />
    </Page>
  );
}

function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}

function Looks() {
  return (
    <Section title="Colour and type">
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-6">
        {COLORS.map((color) => (
          <li key={color} className="text-12">
            <span
              className="block h-12 rounded-s border border-line"
              style={{ background: `var(--${color})` }}
            />
            {color}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-baseline gap-4">
        {SIZES.map((size) => (
          <span key={size} style={{ fontSize: `var(--text-${size})` }}>
            {size}
          </span>
        ))}
      </div>
    </Section>
  );
}

function Buttons() {
  return (
    <Section title="Buttons">
      <Row>
        <Button variant="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Danger</Button>
        <Button busy>Busy</Button>
        <Button disabled>Disabled</Button>
        <Button size="s" icon={<Download size={16} aria-hidden="true" />}>
          Small
        </Button>
        <IconButton label="Edit" icon={<Pencil size={18} aria-hidden="true" />} />
        <IconButton size="s" label="Delete" icon={<Trash2 size={16} aria-hidden="true" />} />
        <CopyButton text="Copied from the components" />
      </Row>
    </Section>
  );
}

function Fields() {
  const [choice, setChoice] = useState('one');
  return (
    <Section title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="What the others see">
          {(control) => <TextInput {...control} defaultValue="Ann" />}
        </Field>
        <Field label="Email" error="There is already an account with this address.">
          {(control) => <TextInput {...control} defaultValue="ann@example.org" />}
        </Field>
        <PasswordField label="Password" hint="At least ten characters" autoComplete="off" />
        <Field label="Plan">
          {(control) => (
            <SelectInput {...control}>
              <option>Duo</option>
              <option>Trio</option>
            </SelectInput>
          )}
        </Field>
        <Field label="Instructions">{(control) => <TextArea {...control} rows={3} />}</Field>
        <Segments
          label="Choice"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'one', label: 'One' },
            { value: 'two', label: 'Two' },
          ]}
        />
      </div>
    </Section>
  );
}

function Floating() {
  const [open, setOpen] = useState<'dialog' | 'confirm' | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title="What floats">
      <Row>
        <Button onClick={() => setOpen('dialog')}>Open a dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Ask first</Button>
        <Button onClick={() => toast('Chat deleted.', { label: 'Undo', run: () => undefined })}>
          Say in passing
        </Button>
        <Menu trigger={<Button>Open a menu</Button>}>
          <MenuLabel>Chat</MenuLabel>
          <MenuItem icon={<Pencil size={16} aria-hidden="true" />}>Rename</MenuItem>
          <MenuItem danger icon={<Trash2 size={16} aria-hidden="true" />}>
            Delete
          </MenuItem>
        </Menu>
        <HoverCard label="More" trigger={<Button variant="quiet">Hover or tap</Button>}>
          <p className="text-14">A card that says more.</p>
        </HoverCard>
      </Row>
      <Dialog open={open === 'dialog'} onOpenChange={close} title="A dialog" description="Over the page." />
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Remove Bo?"
        description="Bo’s seat becomes free at once."
        confirm="Remove Bo"
        danger
        onConfirm={async () => undefined}
      />
    </Section>
  );
}

function States() {
  return (
    <Section title="States">
      <ProblemNote problem={TROUBLE} onRetry={() => undefined} />
      <Row>
        <Spinner />
        {STATUSES.map((status) => (
          <ShareTag key={status} status={status} />
        ))}
      </Row>
      <Progress value={2} max={3} label="Two of three" />
      <Loading className="flex flex-col gap-2">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-4 w-1/3" />
      </Loading>
      <WideTable label="A table">
        <table className="w-full text-14 tabular-nums">
          <tbody>
            <tr className="border-line border-b">
              <th scope="row" className="py-2 text-start font-medium">
                Ann
              </th>
              <td className="py-2 text-end">8.00</td>
            </tr>
          </tbody>
        </table>
      </WideTable>
      <FactTable
        label="Facts"
        names="Who"
        nameOf={({ name }) => name}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Paid', fact: ({ paid }) => paid },
          { title: 'Used', fact: ({ used }) => used },
        ]}
        rows={[
          { name: 'Ann', paid: '8.00', used: '5.20' },
          { name: 'Bo', paid: '8.00', used: '2.10' },
        ]}
        note="In USD."
      />
      <EmptyState title="Nothing here yet" picture={<TableMark className="size-12" />}>
        And what would be.
      </EmptyState>
    </Section>
  );
}

function Pictures() {
  return (
    <Section title="Pictures">
      <Row>
        {[1, 2, 3, 4, 5].map((seat) => (
          <Avatar key={seat} name={`P${seat}`} seat={seat} size={40} />
        ))}
        {[2, 3, 5].map((seats) => (
          <TableMark key={seats} seats={seats} plain className="size-12" />
        ))}
        <TablePicture seats={3} className="size-24" />
        <CreditRing standing={STANDING} size={24} />
        <CreditRing standing={STANDING} size={64} />
      </Row>
      <CreditBar standing={STANDING} seat={2} />
    </Section>
  );
}
