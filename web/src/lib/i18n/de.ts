import { activity } from './de/activity';
import { auth } from './de/auth';
import { billing } from './de/billing';
import { cards } from './de/cards';
import { causes } from './de/causes';
import { chat } from './de/chat';
import { common } from './de/common';
import { files } from './de/files';
import { groupActivity } from './de/groupActivity';
import { groups } from './de/groups';
import { keeping } from './de/keeping';
import { apiKeys } from './de/keys';
import { life } from './de/life';
import { notices } from './de/notices';
import { operator } from './de/operator';
import { problems } from './de/problems';
import { security } from './de/security';
import { settings } from './de/settings';
import { signingIn } from './de/signingIn';
import { split } from './de/split';
import { topUps } from './de/topUps';
import { usage } from './de/usage';
import { yourData } from './de/yourData';
import type { Translation } from './translation';

export const de = {
  ...auth,
  ...billing,
  ...cards,
  ...topUps,
  ...chat,
  ...causes,
  ...files,
  ...keeping,
  ...common,
  ...groups,
  ...life,
  ...operator,
  ...groupActivity,
  ...problems,
  ...settings,
  ...usage,
  ...yourData,
  ...activity,
  ...notices,
  ...security,
  ...signingIn,
  ...split,
  ...apiKeys,
} satisfies Translation;
