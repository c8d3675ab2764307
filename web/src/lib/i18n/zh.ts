import type { Translation } from './translation';
import { activity } from './zh/activity';
import { auth } from './zh/auth';
import { billing } from './zh/billing';
import { cards } from './zh/cards';
import { causes } from './zh/causes';
import { chat } from './zh/chat';
import { common } from './zh/common';
import { files } from './zh/files';
import { groupActivity } from './zh/groupActivity';
import { groups } from './zh/groups';
import { keeping } from './zh/keeping';
import { apiKeys } from './zh/keys';
import { life } from './zh/life';
import { notices } from './zh/notices';
import { operator } from './zh/operator';
import { problems } from './zh/problems';
import { security } from './zh/security';
import { settings } from './zh/settings';
import { signingIn } from './zh/signingIn';
import { split } from './zh/split';
import { topUps } from './zh/topUps';
import { usage } from './zh/usage';
import { yourData } from './zh/yourData';

export const zh = {
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
