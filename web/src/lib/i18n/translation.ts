import type { Key, Text } from './t';

/**
 * Keys whose words are still changing: they are shown in English everywhere. Any other key that is missing in a language
 * fails the build. To translate one of these, take it out here and put its words into every language.
 */
type Untranslated =
  | `${'activity' | 'device' | 'devices' | 'notice' | 'reauth' | 'split' | 'twoStep'}.${string}`
  | `signIn.${'back' | 'code' | 'codeText' | 'noCode'}`
  | 'problem.second_factor_wrong';

/** What every language has: a text for each key, with the placeholders of the English one (catalogues.test.ts). */
export type Translation = { readonly [K in Exclude<Key, Untranslated>]: Text };
