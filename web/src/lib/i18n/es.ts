import { activity } from './es/activity';
import { auth } from './es/auth';
import { billing } from './es/billing';
import { cards } from './es/cards';
import { causes } from './es/causes';
import { chat } from './es/chat';
import { common } from './es/common';
import { files } from './es/files';
import { groupActivity } from './es/groupActivity';
import { groups } from './es/groups';
import { keeping } from './es/keeping';
import { apiKeys } from './es/keys';
import { life } from './es/life';
import { notices } from './es/notices';
import { operator } from './es/operator';
import { problems } from './es/problems';
import { security } from './es/security';
import { settings } from './es/settings';
import { signingIn } from './es/signingIn';
import { split } from './es/split';
import { topUps } from './es/topUps';
import { usage } from './es/usage';
import { yourData } from './es/yourData';
import type { Translation } from './translation';

export const es = {
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
