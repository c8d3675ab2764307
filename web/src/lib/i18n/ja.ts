import { activity } from './ja/activity';
import { auth } from './ja/auth';
import { billing } from './ja/billing';
import { cards } from './ja/cards';
import { causes } from './ja/causes';
import { chat } from './ja/chat';
import { common } from './ja/common';
import { files } from './ja/files';
import { groupActivity } from './ja/groupActivity';
import { groups } from './ja/groups';
import { keeping } from './ja/keeping';
import { apiKeys } from './ja/keys';
import { life } from './ja/life';
import { notices } from './ja/notices';
import { operator } from './ja/operator';
import { problems } from './ja/problems';
import { security } from './ja/security';
import { settings } from './ja/settings';
import { signingIn } from './ja/signingIn';
import { split } from './ja/split';
import { topUps } from './ja/topUps';
import { usage } from './ja/usage';
import { yourData } from './ja/yourData';
import type { Translation } from './translation';

export const ja = {
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
