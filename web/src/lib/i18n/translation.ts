import type { Key, Text } from './t';

/**
 * What every language has: a text for each key, with the placeholders of the English one (catalogues.test.ts). A key that is
 * missing in a language fails the build.
 */
export type Translation = { readonly [K in Key]: Text };
