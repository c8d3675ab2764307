/** A text that is longer than this would bury what is asked about it. */
const PASTED_CHARACTERS_MAX = 8000;

/** What was pasted, as files; none: it is text for the field itself. */
export function pastedFiles(pasted: DataTransfer | null, name: string): readonly File[] {
  const text = pasted?.getData('text/plain') ?? '';
  if (text.length > PASTED_CHARACTERS_MAX) {
    return [new File([text], name, { type: 'text/plain' })];
  }
  // Office programs put a picture of the text beside it.
  return text === '' ? [...(pasted?.files ?? [])] : [];
}
