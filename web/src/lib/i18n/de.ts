import { activity } from './de/activity';
import { auth } from './de/auth';
import { billing } from './de/billing';
import { cards } from './de/cards';
import { chat } from './de/chat';
import { common } from './de/common';
import { files } from './de/files';
import { groups } from './de/groups';
import { apiKeys } from './de/keys';
import { life } from './de/life';
import { operator } from './de/operator';
import { problems } from './de/problems';
import { security } from './de/security';
import { settings } from './de/settings';
import { split } from './de/split';
import { usage } from './de/usage';
import { yourData } from './de/yourData';
import type { Translation } from './translation';

export const de = {
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
