import { activity } from './en/activity';
import { auth } from './en/auth';
import { billing } from './en/billing';
import { cards } from './en/cards';
import { causes } from './en/causes';
import { chat } from './en/chat';
import { common } from './en/common';
import { files } from './en/files';
import { groupActivity } from './en/groupActivity';
import { groups } from './en/groups';
import { keeping } from './en/keeping';
import { apiKeys } from './en/keys';
import { life } from './en/life';
import { notices } from './en/notices';
import { operator } from './en/operator';
import { problems } from './en/problems';
import { security } from './en/security';
import { settings } from './en/settings';
import { signingIn } from './en/signingIn';
import { split } from './en/split';
import { topUps } from './en/topUps';
import { usage } from './en/usage';
import { yourData } from './en/yourData';

/** English, the first catalogue. Every other language is a folder beside it with the same keys (translation.ts). */
export const en = {
  ...common,
  ...auth,
  ...groups,
  ...life,
  ...operator,
  ...groupActivity,
  ...split,
  ...billing,
  ...cards,
  ...topUps,
  ...usage,
  ...settings,
  ...activity,
  ...notices,
  ...security,
  ...signingIn,
  ...yourData,
  ...chat,
  ...causes,
  ...files,
  ...keeping,
  ...apiKeys,
  ...problems,
} as const;
