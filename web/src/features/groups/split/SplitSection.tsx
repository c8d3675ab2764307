import { useState } from 'react';
import type { Group } from '@/lib/api/types';
import { t } from '@/lib/i18n/t';
import { Button } from '@/ui/Button';
import { Section } from '@/ui/Page';
import { modeText } from './modeText';
import { ProposalCard } from './ProposalCard';
import { SplitEditor } from './SplitEditor';
import { SplitHistory } from './SplitHistory';

/** How the group shares its price, what is proposed instead, and what was before. */
export function SplitSection({ group }: { group: Group }) {
  const [editing, setEditing] = useState(false);
  const me = group.members.find((member) => member.user_id === group.you);
  const canChange = group.proposal === null && me?.status === 'active' && group.status !== 'archived';
  return (
    <Section
      title={t('split.section')}
      actions={
        canChange ? (
          <Button size="s" onClick={() => setEditing(true)}>
            {t('split.edit')}
          </Button>
        ) : null
      }
    >
      <p className="text-14 text-ink-soft">{modeText(group.split, group)}</p>
      {group.proposal ? <ProposalCard group={group} proposal={group.proposal} /> : null}
      <SplitHistory group={group} />
      {editing ? <SplitEditor group={group} onClose={() => setEditing(false)} /> : null}
    </Section>
  );
}
