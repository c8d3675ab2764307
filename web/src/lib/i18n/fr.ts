import { activity } from './fr/activity';
import { auth } from './fr/auth';
import { billing } from './fr/billing';
import { cards } from './fr/cards';
import { chat } from './fr/chat';
import { common } from './fr/common';
import { files } from './fr/files';
import { groups } from './fr/groups';
import { apiKeys } from './fr/keys';
import { life } from './fr/life';
import { operator } from './fr/operator';
import { problems } from './fr/problems';
import { security } from './fr/security';
import { settings } from './fr/settings';
import { split } from './fr/split';
import { usage } from './fr/usage';
import { yourData } from './fr/yourData';
import type { Translation } from './translation';

export const fr = {
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
