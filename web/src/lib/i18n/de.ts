import { activity } from './de/activity';
import { auth } from './de/auth';
import { billing } from './de/billing';
import { chat } from './de/chat';
import { common } from './de/common';
import { groupActivity } from './de/groupActivity';
import { groups } from './de/groups';
import { apiKeys } from './de/keys';
import { notices } from './de/notices';
import { problems } from './de/problems';
import { security } from './de/security';
import { settings } from './de/settings';
import { split } from './de/split';
import { usage } from './de/usage';
import { yourData } from './de/yourData';
import type { Translation } from './translation';

export const de = {
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
