/** The language that texts, numbers and dates are shown in. One for now; its catalogue is i18n/en. */
export function locale(): string {
  return 'en';
}
