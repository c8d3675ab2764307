import type { Translation } from './translation';
import { activity } from './zh/activity';
import { auth } from './zh/auth';
import { billing } from './zh/billing';
import { chat } from './zh/chat';
import { common } from './zh/common';
import { groupActivity } from './zh/groupActivity';
import { groups } from './zh/groups';
import { apiKeys } from './zh/keys';
import { notices } from './zh/notices';
import { problems } from './zh/problems';
import { security } from './zh/security';
import { settings } from './zh/settings';
import { split } from './zh/split';
import { usage } from './zh/usage';
import { yourData } from './zh/yourData';

export const zh = {
  ...auth,
  ...billing,
  ...chat,
  ...common,
  ...groups,
  ...groupActivity,
  ...problems,
  ...settings,
  ...usage,
  ...yourData,
  ...activity,
  ...notices,
  ...security,
  ...split,
  ...apiKeys,
} satisfies Translation;
