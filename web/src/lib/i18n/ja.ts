import { activity } from './ja/activity';
import { auth } from './ja/auth';
import { billing } from './ja/billing';
import { cards } from './ja/cards';
import { chat } from './ja/chat';
import { common } from './ja/common';
import { files } from './ja/files';
import { groups } from './ja/groups';
import { apiKeys } from './ja/keys';
import { life } from './ja/life';
import { operator } from './ja/operator';
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
  ...cards,
  ...chat,
  ...files,
  ...common,
  ...groups,
  ...life,
  ...operator,
  ...problems,
  ...settings,
  ...usage,
  ...yourData,
  ...activity,
  ...security,
  ...split,
  ...apiKeys,
} satisfies Translation;
