import { activity } from './ja/activity';
import { auth } from './ja/auth';
import { billing } from './ja/billing';
import { chat } from './ja/chat';
import { common } from './ja/common';
import { groupActivity } from './ja/groupActivity';
import { groups } from './ja/groups';
import { apiKeys } from './ja/keys';
import { notices } from './ja/notices';
import { problems } from './ja/problems';
import { security } from './ja/security';
import { settings } from './ja/settings';
import { split } from './ja/split';
import { usage } from './ja/usage';
import { yourData } from './ja/yourData';
import type { Translation } from './translation';

export const ja = {
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
