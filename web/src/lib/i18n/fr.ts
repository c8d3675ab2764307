import { activity } from './fr/activity';
import { auth } from './fr/auth';
import { billing } from './fr/billing';
import { cards } from './fr/cards';
import { causes } from './fr/causes';
import { chat } from './fr/chat';
import { common } from './fr/common';
import { files } from './fr/files';
import { groupActivity } from './fr/groupActivity';
import { groups } from './fr/groups';
import { keeping } from './fr/keeping';
import { apiKeys } from './fr/keys';
import { life } from './fr/life';
import { notices } from './fr/notices';
import { operator } from './fr/operator';
import { problems } from './fr/problems';
import { security } from './fr/security';
import { settings } from './fr/settings';
import { signingIn } from './fr/signingIn';
import { split } from './fr/split';
import { topUps } from './fr/topUps';
import { usage } from './fr/usage';
import { yourData } from './fr/yourData';
import type { Translation } from './translation';

export const fr = {
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
