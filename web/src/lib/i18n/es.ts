import { activity } from './es/activity';
import { auth } from './es/auth';
import { billing } from './es/billing';
import { cards } from './es/cards';
import { chat } from './es/chat';
import { common } from './es/common';
import { files } from './es/files';
import { groups } from './es/groups';
import { apiKeys } from './es/keys';
import { life } from './es/life';
import { operator } from './es/operator';
import { problems } from './es/problems';
import { security } from './es/security';
import { settings } from './es/settings';
import { split } from './es/split';
import { usage } from './es/usage';
import { yourData } from './es/yourData';
import type { Translation } from './translation';

export const es = {
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
