import { activity } from './fr/activity';
import { auth } from './fr/auth';
import { billing } from './fr/billing';
import { cards } from './fr/cards';
import { chat } from './fr/chat';
import { common } from './fr/common';
import { groups } from './fr/groups';
import { apiKeys } from './fr/keys';
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
  ...common,
  ...groups,
  ...problems,
  ...settings,
  ...usage,
  ...yourData,
  ...activity,
  ...security,
  ...split,
  ...apiKeys,
} satisfies Translation;
