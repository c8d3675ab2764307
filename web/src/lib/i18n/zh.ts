import type { Translation } from './translation';
import { auth } from './zh/auth';
import { billing } from './zh/billing';
import { chat } from './zh/chat';
import { common } from './zh/common';
import { groups } from './zh/groups';
import { problems } from './zh/problems';
import { settings } from './zh/settings';
import { usage } from './zh/usage';
import { yourData } from './zh/yourData';

export const zh = {
  ...auth,
  ...billing,
  ...chat,
  ...common,
  ...groups,
  ...problems,
  ...settings,
  ...usage,
  ...yourData,
} satisfies Translation;
